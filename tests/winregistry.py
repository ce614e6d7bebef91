"""Windows' registry in memory, for tests on systems that have none."""

from contextlib import contextmanager


class Registry:
    """The part of Windows' registry that we use, in memory: paths to values, as `winreg` hands
    them out.
    """

    HKEY_CURRENT_USER, REG_SZ, REG_DWORD = "HKCU", 1, 4

    def __init__(self, *paths):
        self.keys = {path: {} for path in paths}

    def OpenKey(self, root, path):
        if path not in self.keys:
            raise FileNotFoundError(path)
        return path

    def EnumKey(self, key, at):
        below = [path[len(key) + 1 :] for path in self.keys if path.startswith(f"{key}\\")]
        names = list(dict.fromkeys(name.split("\\")[0] for name in below))
        if at >= len(names):
            raise OSError("no more")
        return names[at]

    def CloseKey(self, key):
        pass

    @contextmanager
    def CreateKey(self, root, path):
        # Windows makes what lies above, too.
        parts = path.split("\\")
        for length in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:length]), {})
        yield path

    def SetValueEx(self, key, name, reserved, kind, value):
        self.keys[key][name] = value

    def QueryValueEx(self, key, name):
        if name not in self.keys[key]:
            raise FileNotFoundError(name)
        return self.keys[key][name], self.REG_SZ

    def DeleteKey(self, root, path):
        del self.keys[self.OpenKey(root, path)]
