"""A campaign folder begun and changed by what somebody types: files of settings and wording written, the rest kept."""
