import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from jiezhi.kit.vault import LostKeyError
from jiezhi.kit.vault.folder import FolderKeys
from jiezhi.kit.vault.keys import key_id_of


def test_keys_are_readable_by_their_owner_alone(tmp_path):
    folder = tmp_path / "keys"
    keys = FolderKeys(str(folder))
    keys.current_id()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted([f"{keys.current_id()}.key", "current", "index.key"])
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_named_by_what_it_is(tmp_path):
    keys = FolderKeys(str(tmp_path))
    assert key_id_of(keys.sealing_key(keys.current_id())) == keys.current_id()


def test_first_starts_at_the_same_moment_agree(tmp_path):
    for attempt in range(20):
        providers = [FolderKeys(str(tmp_path / str(attempt))) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda keys: (keys.current_id(), keys.index_key()), providers))
        assert len(found) == 1
        assert len(providers[0].key_ids()) == 1


def test_a_running_process_follows_a_rotation_elsewhere(tmp_path):
    here, elsewhere = FolderKeys(str(tmp_path)), FolderKeys(str(tmp_path))
    before = here.current_id()
    assert elsewhere.add_key() == here.current_id() != before


def test_a_lost_index_key_is_not_replaced_in_silence(tmp_path):
    keys = FolderKeys(str(tmp_path))
    keys.current_id()
    (tmp_path / "index.key").unlink()
    with pytest.raises(LostKeyError, match=r"index\.key"):
        FolderKeys(str(tmp_path)).index_key()
    (tmp_path / "current").unlink()
    with pytest.raises(LostKeyError, match=r"index\.key"):
        FolderKeys(str(tmp_path)).current_id()


def test_a_kill_while_the_first_keys_are_made_leaves_a_folder_that_works(tmp_path):
    script = (
        "import os, sys\n"
        "from jiezhi.kit.vault import folder\n"
        "step, calls = int(sys.argv[2]), 0\n"
        "real = folder.sync_folder\n"
        "def dying(path):\n"
        "    global calls\n"
        "    calls += 1\n"
        "    if calls == step: os._exit(9)\n"
        "    real(path)\n"
        "folder.sync_folder = dying\n"
        "folder.FolderKeys(sys.argv[1]).current_id()\n"
    )
    for step in (1, 2, 3):
        place = tmp_path / str(step)
        died = subprocess.run(
            [sys.executable, "-c", script, str(place), str(step)], env={"PYTHONPATH": "src"}, check=False
        )
        assert died.returncode == 9
        keys = FolderKeys(str(place))
        assert key_id_of(keys.sealing_key(keys.current_id())) == keys.current_id()
        assert len(keys.index_key()) == 32
