"""Put another module under the name `graders` into `sys.modules`."""

import sys
import types

fake = types.ModuleType("graders")
fake.grade = lambda *_, **__: None
sys.modules["graders"] = fake
