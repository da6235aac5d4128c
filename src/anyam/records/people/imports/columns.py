"""Columns of Dapodik's files that are read, and those that are left at the door with the reason (UU 27/2022)."""

from django.utils.translation import gettext_lazy as _

from anyam.tools.imports.kinds import IgnoredColumns, ImportField

GENDERS = {"L": "L", "P": "P", "Laki-laki": "L", "Perempuan": "P"}
ONE_NUMBER = _("Sisakan satu nomor WhatsApp, misalnya 0812 3456 7890.")
PARENTS = ("Ayah", "Ibu", "Wali")

PUPIL_FIELDS = (
    ImportField(
        "name",
        _("Nama"),
        ("Nama", "Nama Peserta Didik", "Nama Siswa", "Nama Lengkap"),
        required=True,
        remedy=_("Isi nama lengkap menurut ijazah."),
        examples=("Nabila Azzahra", "Gilang Saputra"),
    ),
    ImportField(
        "nisn",
        _("NISN"),
        ("NISN", "Nomor Induk Siswa Nasional"),
        identity=True,
        hint="digits",
        length=10,
        remedy=_("Cocokkan dengan kartu NISN."),
        examples=("0090000007", "0090000012"),
    ),
    ImportField(
        "nipd",
        _("NIPD"),
        ("NIPD", "NIS", "Nomor Induk"),
        identity=True,
        examples=("12680/246.4", "12681/246.4"),
    ),
    ImportField(
        "gender",
        _("Jenis kelamin"),
        ("JK", "L/P", "Jenis Kelamin"),
        hint="choice",
        choices=GENDERS,
        examples=("P", "L"),
    ),
    ImportField(
        "birth_date",
        _("Tanggal lahir"),
        ("Tanggal Lahir", "Tgl Lahir"),
        hint="date",
        remedy=_("Tulis tanggal lahir menurut akta, misalnya 17/08/2008."),
        examples=("14/03/2009", "02/11/2008"),
    ),
    ImportField(
        "class_name",
        _("Rombel"),
        ("Rombel Saat Ini", "Rombel", "Kelas", "Rombongan Belajar"),
        required=True,
        remedy=_("Pilih rombel, atau isi kolom Rombel Saat Ini."),
        examples=("XI Kuliner 1", "XI Kuliner 2"),
    ),
    ImportField(
        "phone",
        _("WhatsApp siswa"),
        ("HP", "No HP", "Nomor HP", "WhatsApp", "No WA"),
        remedy=ONE_NUMBER,
        examples=("0812-3456-7890", ""),
    ),
    ImportField(
        "email", _("Pos-el"), ("E-Mail", "Email", "Pos-el", "Surel"), examples=("", "gilang@contoh.id")
    ),
    ImportField(
        "father_name", _("Nama ayah"), ("Data Ayah, Nama", "Nama Ayah"), examples=("Sahrudin", "Yusuf")
    ),
    ImportField(
        "mother_name", _("Nama ibu"), ("Data Ibu, Nama", "Nama Ibu"), examples=("Siti Aminah", "Marta")
    ),
    ImportField("guardian_name", _("Nama wali"), ("Data Wali, Nama", "Nama Wali"), examples=("", "")),
    ImportField(
        "home_latitude",
        _("Lintang rumah"),
        ("Lintang", "Lintang rumah"),
        hint="decimal",
        examples=("-2,2161", ""),
    ),
    ImportField(
        "home_longitude",
        _("Bujur rumah"),
        ("Bujur", "Bujur rumah"),
        hint="decimal",
        examples=("113,9135", ""),
    ),
)

# Further columns that only the school's own list has.
OWN_PUPIL_FIELDS = (
    ImportField(
        "home_area", _("Kecamatan"), ("Kecamatan", "Kecamatan tempat tinggal"), examples=("Jekan Raya", "")
    ),
    ImportField(
        "father_phone",
        _("HP ayah"),
        ("HP ayah", "WA ayah", "No HP ayah"),
        remedy=ONE_NUMBER,
        examples=("", ""),
    ),
    ImportField(
        "mother_phone", _("HP ibu"), ("HP ibu", "WA ibu", "No HP ibu"), remedy=ONE_NUMBER, examples=("", "")
    ),
    ImportField(
        "guardian_phone",
        _("HP wali"),
        ("HP wali", "WA wali", "No HP wali"),
        remedy=ONE_NUMBER,
        examples=("", ""),
    ),
)


def _of_parents(*headings: str) -> tuple[str, ...]:
    return tuple(f"Data {parent}, {heading}" for parent in PARENTS for heading in headings)


PUPIL_IGNORED = (
    IgnoredColumns(
        _("Penghasilan ayah, ibu, wali"),
        _of_parents("Penghasilan"),
        _("Tidak diperlukan untuk PKL dan tidak boleh memengaruhi penempatan."),
    ),
    IgnoredColumns(
        _("NIK siswa dan orang tua, nomor KK"),
        ("NIK", *_of_parents("NIK"), "No KK", "Nomor KK"),
        _("Siswa sudah dikenali dari NISN. Data ini berisiko bila bocor."),
    ),
    IgnoredColumns(
        _("KIP, KPS, KKS, PIP"),
        (
            "Penerima KPS", "No. KPS", "Penerima KIP", "Nomor KIP", "Nama di KIP", "Nomor KKS",
            "Layak PIP (usulan dari sekolah)", "Layak PIP", "Alasan Layak PIP",
        ),
        _("Keadaan ekonomi keluarga tidak diperlukan untuk kemitraan."),
    ),
    IgnoredColumns(
        _("Rekening bank"),
        ("Bank", "Nomor Rekening Bank", "Rekening Atas Nama"),
        _("Tidak ada pembayaran lewat Anyam."),
    ),
    IgnoredColumns(
        _("Berat, tinggi, kebutuhan khusus"),
        ("Berat Badan", "Tinggi Badan", "Lingkar Kepala", "Kebutuhan Khusus"),
        _("Data kesehatan. Kebutuhan akses ditanyakan langsung kepada siswa."),
    ),
    IgnoredColumns(_("Agama"), ("Agama",), _("Tidak ikut dihitung dalam penempatan.")),
    IgnoredColumns(
        _("Alamat, ijazah, dan lainnya"),
        (
            "No", "Tempat Lahir", "Alamat", "RT", "RW", "Dusun", "Kelurahan", "Kecamatan", "Kode Pos", "Jenis Tinggal",
            "Alat Transportasi", "Telepon", "SKHUN", *_of_parents("Tahun Lahir", "Jenjang Pendidikan", "Pekerjaan"),
            "No Peserta Ujian Nasional", "No Seri Ijazah", "No Registrasi Akta Lahir", "Sekolah Asal",
            "Anak ke-berapa", "Jml. Saudara Kandung", "Jarak Rumah ke Sekolah (KM)",
        ),
        _("Tidak dipakai di Anyam."),
    ),
)  # fmt: skip

TEACHER_FIELDS = (
    ImportField(
        "name",
        _("Nama"),
        ("Nama", "Nama Guru", "Nama PTK", "Nama Lengkap"),
        required=True,
        remedy=_("Isi nama lengkap."),
        examples=("Darius Tundan, S.Pd.", "Rina Kristiani, S.E."),
    ),
    ImportField(
        "nuptk",
        _("NUPTK"),
        ("NUPTK",),
        identity=True,
        hint="digits",
        length=16,
        examples=("1234567890123456", ""),
    ),
    ImportField(
        "nip",
        _("NIP"),
        ("NIP",),
        identity=True,
        hint="digits",
        length=18,
        examples=("198001012005011001", ""),
    ),
    ImportField(
        "duty", _("Jenis PTK"), ("Jenis PTK",), examples=("Guru Mapel", "Tenaga Administrasi Sekolah")
    ),
    ImportField(
        "extra_duty", _("Tugas tambahan"), ("Tugas Tambahan",), examples=("Kepala Program Keahlian", "")
    ),
    ImportField(
        "phone",
        _("HP"),
        ("HP", "No HP", "Nomor HP", "WhatsApp"),
        remedy=ONE_NUMBER,
        examples=("0812-3456-7890", ""),
    ),
    ImportField(
        "email", _("Pos-el"), ("Email", "E-Mail", "Pos-el", "Surel"), examples=("darius@contoh.id", "")
    ),
)

TEACHER_IGNORED = (
    IgnoredColumns(
        _("NIK, nomor KK, NPWP"),
        ("NIK", "No KK", "NPWP", "Nama Wajib Pajak", "Karpeg", "Karis/Karsu"),
        _("Guru sudah dikenali dari NUPTK atau NIP. Data ini berisiko bila bocor."),
    ),
    IgnoredColumns(
        _("Rekening bank"),
        ("Bank", "Nomor Rekening Bank", "Rekening Atas Nama", "Sumber Gaji"),
        _("Tidak ada pembayaran lewat Anyam."),
    ),
    IgnoredColumns(
        _("Keluarga"),
        (
            "Nama Ibu Kandung", "Status Perkawinan", "Nama Suami/Istri", "NIP Suami/Istri", "Pekerjaan Suami/Istri",
        ),
        _("Tidak diperlukan untuk kemitraan."),
    ),
    IgnoredColumns(_("Agama"), ("Agama",), _("Tidak diperlukan untuk kemitraan.")),
    IgnoredColumns(
        _("Alamat, kepegawaian, dan lainnya"),
        (
            "No", "JK", "Tempat Lahir", "Tanggal Lahir", "Status Kepegawaian", "Alamat Jalan", "RT", "RW", "Nama Dusun",
            "Desa/Kelurahan", "Kecamatan", "Kode Pos", "Telepon", "SK CPNS", "Tanggal CPNS", "SK Pengangkatan",
            "TMT Pengangkatan", "Lembaga Pengangkatan", "Pangkat Golongan", "TMT PNS", "Sudah Lisensi Kepala Sekolah",
            "Pernah Diklat Kepengawasan", "Keahlian Braille", "Keahlian Bahasa Isyarat", "Kewarganegaraan", "Lintang",
            "Bujur", "NUKS",
        ),
        _("Tidak dipakai di Anyam."),
    ),
)  # fmt: skip
