"""Loads the pytest plugin that judges `exercises/`."""

pytest_plugins = ["graders.integrations.pytest.plugin"]
