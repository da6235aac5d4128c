"""Long work outside the request: enqueued by name, with progress, retry, timetable and recovery."""
