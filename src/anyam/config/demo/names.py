"""Made-up names as they are heard in the three towns; drawn with a seed, so that every load is the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Stock:
    """Given names of girls and boys, and second names that follow either."""

    girls: tuple[str, ...]
    boys: tuple[str, ...]
    seconds: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STOCKS: Mapping[str, Stock] = {
    "dayak": Stock(
        _words(
            "Agustina Yuliana Theresia Monika Fransiska Lestari Kristina Natalia Veronika Melda Yosefa Dewi Rosalia "
            "Angelina Marsela Selvi Elsa Novia"
        ),
        _words(
            "Yohanes Christian Markus Andreas Kornelius Dominikus Yuprinadie Silvanus Rendi Gilang Stevanus Jonatan "
            "Aprianto Hendrikus Lukas Petrus Rangga Eliasson"
        ),
        _words(
            "Tundan Tingang Lambung Tarung Nyaring Rangkai Asang Bahat Pahandut Luwung Singkang Antang Sahay Gerak "
            "Mantir Laut Pulang Ubung"
        ),
    ),
    "banjar": Stock(
        _words(
            "Siti Noor Rahmawati Hafizah Nurul Halimah Salsabila Aulia Khairunnisa Maulida Raudah Zahra Fitriani "
            "Mahrita Annisa Ramlah Nadia Jamilah"
        ),
        _words(
            "Ahmad Muhammad Rifani Syahrul Gazali Fajar Hidayat Akhmad Rizki Abdul Yusuf Hamdani Zainal Ridho Ilham "
            "Taufik Arbain Bahruddin"
        ),
        _words(
            "Noraini Hidayah Rahman Fauzi Azzahra Syahrani Mahmudah Ramadhani Hasanah Anshari Maulana Fadillah "
            "Rusdiana Wahdah Saputra Alfarisi Munawarah Ansari"
        ),
    ),
    "jawa": Stock(
        _words(
            "Dwi Retno Sri Wulan Ayu Putri Endang Rina Tri Lestari Ratna Indah Nabila Diah Kartika Puspita Larasati "
            "Sekar"
        ),
        _words(
            "Bagas Wahyu Dimas Raka Agus Joko Arif Galih Bayu Eko Aditya Hendra Rizky Danang Satrio Teguh Yoga "
            "Prayoga"
        ),
        _words(
            "Pratama Nugroho Anggraini Lestari Wijaya Ningsih Saputro Wahyuni Kusuma Handayani Setiawan Maharani "
            "Prasetyo Utami Santoso Purnomo Wibowo Rahayu"
        ),
    ),
}


class NameDrawer:
    """Draws names without repeating one; `mix` says how often each stock is drawn from."""

    def __init__(self, random: Random, mix: Mapping[str, int]) -> None:
        self.random = random
        self.stocks = [STOCKS[key] for key, share in mix.items() for _ in range(share)]
        self.drawn: set[str] = set()

    def draw(self, gender: str) -> str:
        """A name for a person of this gender (P or L): given name and second name, three words when those are used."""
        for _ in range(200):
            stock = self.random.choice(self.stocks)
            given = self.random.choice(stock.girls if gender == "P" else stock.boys)
            second = self.random.choice([word for word in stock.seconds if word != given])
            name = f"{given} {second}"
            if name in self.drawn:
                third = self.random.choice([word for word in stock.seconds if word not in (second, given)])
                name = f"{given} {third} {second}"
            if name not in self.drawn:
                self.drawn.add(name)
                return name
        raise LookupError("The stock of names is used up.")

    def elder(self, gender: str) -> str:
        """A parent's name; parents of different pupils may be called alike."""
        stock = self.random.choice(self.stocks)
        given = self.random.choice(stock.girls if gender == "P" else stock.boys)
        return f"{given} {self.random.choice(stock.seconds)}"


def phone(number: int) -> str:
    """A number out of the range that no telephone has: 0800-0000-xxxx as it is stored."""
    return f"+628000000{number % 10000:04d}"


def phone_as_typed(stored: str) -> str:
    """The same number as a person types it: 0800-0000-0012."""
    return f"0800-0000-{stored[-4:]}"
