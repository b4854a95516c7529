"""What goes wrong in zips that somebody else made."""

import lzma
import zipfile
import zlib

# by how the files are packed; zipfile says NotImplementedError of a way of packing that it does not know
DAMAGED = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, zlib.error, lzma.LZMAError)
