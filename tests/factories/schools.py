"""Makes schools and their frame for tests."""

from datetime import date
from itertools import count

from anyam.records.reference.models import ExpertiseField, ExpertiseProgramme, Specialisation, SpectrumVersion
from anyam.records.schools.models import ClassGroup, Objective, School, SchoolYear, StudyProgramme, Wave

_number = count(1)


def make_school(name="SMKN 3 Palangka Raya", slug="smkn3-plk", npsn="30203548", **values) -> School:
    """A school with its current year 2026/2027; the same slug gives the same school."""
    school, made = School.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "npsn": npsn,
            "city": "Palangka Raya",
            "province": "Kalimantan Tengah",
            "latitude": -2.21,
            "longitude": 113.92,
        }
        | values,
    )
    if made:
        SchoolYear.objects.create(
            school=school, start_year=2026, start=date(2026, 7, 1), end=date(2027, 6, 30), is_current=True
        )
    return school


def current_year(school: School) -> SchoolYear:
    return SchoolYear.objects.of_school(school.pk).get(is_current=True)


def make_specialisation(code="40416625", name="Kuliner") -> Specialisation:
    """A konsentrasi of the spectrum with its programme and field."""
    version, _ = SpectrumVersion.objects.get_or_create(
        code="2022", defaults={"name": "Spektrum 2022", "valid_from": date(2022, 6, 1), "source": "uji"}
    )
    field, _ = ExpertiseField.objects.get_or_create(
        version=version, code=code[:2], defaults={"name": "Pariwisata"}
    )
    programme, _ = ExpertiseProgramme.objects.get_or_create(
        field=field, code=code[:5], defaults={"name": name}
    )
    row, _ = Specialisation.objects.get_or_create(programme=programme, code=code, defaults={"name": name})
    return row


def make_programme(school: School, name="Kuliner", short_name="KUL", code="40416625") -> StudyProgramme:
    row = StudyProgramme.objects.of_school(school.pk).filter(short_name=short_name).first()
    return row or StudyProgramme.objects.create(
        school=school, specialisation=make_specialisation(code, name), name=name, short_name=short_name
    )


def make_class(
    school: School, programme: StudyProgramme | None = None, name: str = "", grade=11
) -> ClassGroup:
    programme = programme or make_programme(school)
    name = name or f"XI {programme.name} {next(_number)}"
    return ClassGroup.objects.create(
        school=school, school_year=current_year(school), programme=programme, name=name, grade=grade
    )


def make_wave(school: School, name="Gelombang 1", **values) -> Wave:
    return Wave.objects.create(
        school=school,
        school_year=current_year(school),
        name=name,
        **({"start": date(2027, 1, 4), "end": date(2027, 6, 25), "grade": 11} | values),
    )


def make_objective(school: School, programme: StudyProgramme | None = None, number=1, text="Menerapkan K3LH"):
    return Objective.objects.create(school=school, programme=programme, number=number, text=text)
