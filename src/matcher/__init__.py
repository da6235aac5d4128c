"""Pure placement engine: seekers to places at hosts, with reasons. Knows ids and numbers only.

Doors: ``matcher.problem`` (what is asked), ``matcher.solve.solve``, ``matcher.check.check``,
``matcher.explain.explain``, ``matcher.replan.replan``, ``matcher.supervise.assign_supervisors``,
``matcher.io`` (JSON), ``matcher.generate`` (instances), ``python -m matcher`` (command line).
"""
