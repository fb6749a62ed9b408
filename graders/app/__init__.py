"""What commands and plugins share: settings, banks, requests, memory of verdicts, environments."""
