"""YAML files → raw values, each with its line, and a remedy where a line is wrong."""
