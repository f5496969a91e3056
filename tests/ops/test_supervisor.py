"""What `./run demo` promises about its processes: started again when they end, gone when it goes."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from mailbox import Maildir

import pytest

from lscp_portal.ops import supervisor as supervising
from lscp_portal.ops.data_folder import DataFolder, FolderRefused
from lscp_portal.ops.demo import listen_on, listen_where_free
from lscp_portal.ops.embedded.processes import is_alive, wait_until
from lscp_portal.ops.supervisor import Command, Supervisor


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(said):
    made = Supervisor(said.append)
    yield made
    made.stop()


def command(tmp_path, name, *words, **options):
    return Command(name, words, logs=tmp_path, environment=dict(os.environ), **options)


def test_a_process_that_dies_is_started_again_and_said_so(tmp_path, supervisor, said):
    part = command(tmp_path, "worker", "/bin/sleep", "60")
    supervisor.start(part)
    first = part.process.pid
    os.kill(first, signal.SIGKILL)

    def runs_again():
        supervisor.look_after()
        return part.process.pid != first and part.poll() is None

    assert wait_until(runs_again, seconds=5, every=0.05)
    assert said == ["worker ended by itself (signal 9); starting it again in 1 s.", "worker runs again."]


def test_a_process_that_keeps_dying_is_tried_less_and_less_often(tmp_path, supervisor, said, monkeypatch):
    monkeypatch.setattr(supervising, "LONGEST_PAUSE_SECONDS", 0.2)
    supervisor.start(command(tmp_path, "web", "/bin/false"))
    end = time.monotonic() + 1.0
    while time.monotonic() < end:
        supervisor.look_after()
        time.sleep(0.02)
    assert 2 <= len([line for line in said if "ended by itself (exit code 1)" in line]) <= 6


def test_stopping_ends_all_of_them(tmp_path, supervisor):
    parts = [command(tmp_path, f"part-{number}", "/bin/sleep", "60") for number in range(3)]
    for part in parts:
        supervisor.start(part)
    pids = [part.process.pid for part in parts]
    supervisor.stop()
    assert not any(is_alive(pid) for pid in pids)


def test_a_process_ends_with_a_killed_supervisor(tmp_path):
    program = (
        "import os, sys, time; from pathlib import Path; from lscp_portal.ops.supervisor import Command; "
        "c = Command('x', ['/bin/sleep', '60'], logs=Path(sys.argv[1]), environment=os.environ); "
        "c.start(); print(c.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    assert wait_until(lambda: not is_alive(child), seconds=5)


def test_the_mail_catcher_keeps_every_message(tmp_path, supervisor):
    listener = listen_on(0)
    words = ("-m", "lscp_portal.ops.mail_catcher", "--fd", str(listener.fileno()), "--folder", str(tmp_path / "mail"))
    supervisor.start(command(tmp_path, "mail", sys.executable, *words, keep_open=[listener.fileno()]))
    with smtplib.SMTP("127.0.0.1", listener.getsockname()[1], timeout=10) as client:
        client.sendmail("from@lscp.test", ["to@lscp.test"], "Subject: Invitation\r\n\r\nHello")
    listener.close()
    assert [message["Subject"] for message in Maildir(tmp_path / "mail")] == ["Invitation"]


def test_a_port_in_use_is_left_for_another():
    taken = listen_on(0)
    port = taken.getsockname()[1]
    free = listen_where_free(str(port))
    assert free.getsockname()[1] != port
    taken.close()
    free.close()


def test_two_demonstrations_never_share_a_folder(tmp_path):
    folder = DataFolder(tmp_path / "demo")
    folder.keep("address", "http://localhost:8123")
    with folder.lock(), pytest.raises(FolderRefused, match="http://localhost:8123"), DataFolder(folder.path).lock():
        pass
    with DataFolder(folder.path).lock():
        pass


def test_a_folder_with_other_files_is_neither_used_nor_emptied(tmp_path):
    (tmp_path / "thesis.odt").write_text("three years of work")
    with pytest.raises(FolderRefused, match="holds other files"):
        DataFolder(tmp_path)
    assert (tmp_path / "thesis.odt").exists()


def test_emptying_removes_what_was_kept_and_nothing_outside(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").touch()
    folder = DataFolder(tmp_path / "demo")
    folder.keep("seeded", "yes")
    (folder.path / "link").symlink_to(outside)
    folder.empty()
    assert folder.kept("seeded") == ""
    assert (outside / "file").exists()
