"""The doctor: lints a bank, proves it by its sample answers, and mutates its solutions."""
