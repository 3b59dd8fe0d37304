"""Where the domains become one application: settings, routes, processes. Nothing imports it but the processes."""
