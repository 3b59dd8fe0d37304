"""Every command of the application: `python manage.py help` lists them."""

import os
import sys

from productwatch import processes

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productwatch.config.settings")
    processes.become(sys.argv[1:])

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
