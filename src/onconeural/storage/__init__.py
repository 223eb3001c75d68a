"""What is kept on disk: files that are there whole or not at all, and the user's cache."""

from onconeural.storage.atomic import atomic_file, require_file, require_folder, write_atomically
from onconeural.storage.cache import FOLDER, Store

__all__ = ["FOLDER", "Store", "atomic_file", "require_file", "require_folder", "write_atomically"]
