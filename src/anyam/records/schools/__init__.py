"""The school and its frame: years, waves, programmes, class groups, learning objectives."""
