import { archiveShapes } from './archive-shapes.js'
import { keyShapes } from './key-shapes.js'
import type { Shapes } from './shape.js'
import { signatureShapes } from './signature-shapes.js'

/** Every shape of hostile input whose time and memory are measured. */
export const shapes: Shapes = { ...archiveShapes, ...signatureShapes, ...keyShapes }
