"""Runs a service's program: MODULE, whose `main` it is, then its options.

The first process of such a service looks a hundred times a second whether its workers live: the six of both clouds take
a tenth of a core. Here each looks once a second. The module comes first, since it has to patch Python before all else.
"""
import importlib
import os
import sys

module = importlib.import_module(sys.argv[1])
from oslo_service import service  # noqa: E402

service.ProcessLauncher.__init__.__defaults__ = (1.0, "reload")
sys.argv = [os.path.join("/usr/bin", sys.argv[1].replace(".cmd.", "-")), *sys.argv[2:]]
sys.exit(module.main())
