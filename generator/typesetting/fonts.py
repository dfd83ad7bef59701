from generator.rendering.fonts import *
