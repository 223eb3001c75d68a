"""Random tests take the time they need, and draw the same examples in every run of a build server.

Machine code that tests make is kept for the time of the run, not in the folder of the user.
"""

import atexit
import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings

if "ONCONEURAL_CACHE" not in os.environ:
    os.environ["ONCONEURAL_CACHE"] = tempfile.mkdtemp(prefix="onconeural-tests-")
    atexit.register(shutil.rmtree, os.environ["ONCONEURAL_CACHE"], ignore_errors=True)

settings.register_profile(
    "project",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("project")
