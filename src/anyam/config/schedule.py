"""The whole timetable of an install, sorted by name; times are of the zone in the settings."""

from datetime import time

from anyam.tools.jobs.rules import Entry

TIMETABLE = (
    Entry("backup.daily", "anyam.config.backup.daily_backup", at=time(1, 30), limit_seconds=3600),
    Entry("imports.expire", "anyam.tools.imports.tasks.expire_everywhere", at=time(3, 30)),
    Entry("internships.lapse", "anyam.implementation.internships.tasks.lapse_answers", at=time(4, 0)),
    Entry("jobs.prune", "anyam.tools.jobs.timetable.prune", at=time(3, 0)),
    Entry("jobs.reap", "anyam.tools.jobs.timetable.reap", every_minutes=5),
    Entry("notices.mail", "anyam.tools.notices.tasks.send_due_mail", every_minutes=5),
)
