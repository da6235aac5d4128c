"""Settings, addresses, timetable and demonstration: the one place that knows everyone."""
