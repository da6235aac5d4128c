"""Lists of people out of sheets: Dapodik's exports and the files of our own lists."""

from anyam.records.people.imports.pupils import DapodikPupils, PupilList
from anyam.records.people.imports.teachers import DapodikTeachers, TeacherList

__all__ = ["DapodikPupils", "DapodikTeachers", "PupilList", "TeacherList"]
