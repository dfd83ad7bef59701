"""form.yaml → forms: each module reads one part of it and notes everything that is wrong."""
