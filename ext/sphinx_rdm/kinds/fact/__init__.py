"""Facts that can end, such as fees and opening hours, each with the day on which it was known."""
