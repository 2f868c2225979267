"""The five services. They know only `shared/`, and meet only in events."""
