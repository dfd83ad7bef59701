"""The parts of a drafted Word file: elements, styles, sections, tables."""
