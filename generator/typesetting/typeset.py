from generator.rendering.typeset import *
