"""Who may use a card: users, services, sandboxed programs, sessions at the machine and from elsewhere; and polkit, where
it is, is not, has died or does not answer."""
import fcntl
import os
import shutil
import subprocess
import textwrap
from pathlib import Path

import unit
from harness.waiting import wait_until
from unit import ServiceCase, run

USERS = "alice", "bob"
POLKIT, LOGIND = "polkit.service", "systemd-logind.service"
SEATS = "/run/systemd/seats"
COMMAND = "00A4040004F0544F59"
REFUSED = "may not use"
RULES = Path("/etc/polkit-1/rules.d/50-bench.rules")
SESSION = "session required pam_unix.so\nsession required pam_systemd.so\nauth required pam_permit.so\n" \
          "account required pam_permit.so\n"
VT_ACTIVATE, VT = 0x5606, 7


def setUpModule():
    unit.install()
    for user in USERS:
        run("useradd", "--create-home", user)
    Path("/etc/pam.d/bench").write_text(SESSION)


class AccessCase(ServiceCase):
    settings = ""

    def setUp(self):
        super().setUp()
        unit.configure(textwrap.dedent(self.settings))
        self.open_context()
        _, self.name = self.plug_with_card()

    def attempt(self, *before):
        """Whether a program that is started like that may use the card."""
        done = subprocess.run([*before, "scrmctl", "apdu", "-r", self.name, COMMAND], text=True, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertTrue(("success" in done.stdout) ^ (REFUSED in done.stdout), done.stdout)
        return "success" in done.stdout

    def as_user(self, user):
        return self.attempt("runuser", "-u", user, "--")

    def as_unit(self, name, *properties):
        given = [word for each in properties for word in ("-p", each)]
        return self.attempt("systemd-run", "--quiet", "--wait", "--pipe", f"--unit={name}", *given)


class Rules(AccessCase):
    settings = """
        [[access]]
        verdict = "allow"
        users = ["root", "alice"]

        [[access]]
        verdict = "allow"
        units = ["web*.service"]

        [[access]]
        verdict = "deny"
        """

    def setUp(self):
        super().setUp()
        self.addCleanup(run, "systemctl", "reset-failed")

    def test_by_user(self):
        self.assertTrue(self.as_user("alice"))
        self.assertFalse(self.as_user("bob"))

    def test_by_unit(self):
        self.assertTrue(self.as_unit("web", "User=bob"))
        self.assertFalse(self.as_unit("mail", "User=bob"))

    def test_of_sandboxed_programs(self):
        sandbox = "DynamicUser=yes", "ProtectSystem=strict", "PrivateNetwork=yes", "PrivateDevices=yes", \
                  "PrivateUsers=yes", "ProtectProc=invisible"
        self.assertTrue(self.as_unit("web-sandboxed", *sandbox))
        self.assertFalse(self.as_unit("sandboxed", *sandbox))


class Seats(AccessCase):
    settings = """
        [[access]]
        verdict = "allow"
        users = ["root"]

        [[access]]
        verdict = "allow"
        seats = ["seat0"]

        [[access]]
        verdict = "deny"
        """

    def test_only_in_front_of_the_machine(self):
        with open("/dev/tty0", "rb") as console:
            fcntl.ioctl(console, VT_ACTIVATE, VT)
        session = "PAMName=bench", "User=bob"
        self.assertTrue(self.as_unit("here", *session, f"TTYPath=/dev/tty{VT}", f"Environment=XDG_VTNR={VT}",
                                     "Environment=XDG_SEAT=seat0"))
        self.assertFalse(self.as_unit("from-elsewhere", *session))
        self.assertFalse(self.as_user("bob"))


    def test_without_logind_nobody_is_there(self):
        self.addCleanup(run, "systemctl", "start", LOGIND)
        self.addCleanup(run, "systemctl", "unmask", "--runtime", LOGIND)
        run("systemctl", "mask", "--runtime", "--now", LOGIND)
        shutil.rmtree(SEATS)
        self.assertFalse(self.as_user("bob"))
        unit.wait_for("StatusText", "1 reader, 1 client; without logind")
        self.assertTrue(self.attempt())


class Polkit(AccessCase):
    settings = """
        [polkit]
        ask = true
        """

    def setUp(self):
        RULES.write_text("""polkit.addRule(function(action, subject) {
            if (action.id.indexOf("org.debian.pcsc-lite.") == 0 && subject.user == "alice")
                return action.lookup("reader") == "nobody's" ? polkit.Result.NO : polkit.Result.YES;
        });""")
        self.addCleanup(RULES.unlink)
        self.addCleanup(run, "systemctl", "unmask", "--runtime", POLKIT)
        super().setUp()
        run("systemctl", "restart", POLKIT)
        self.pid = unit.main_pid()

    def check_that_it_lives(self):
        self.assertEqual(self.pid, unit.main_pid())
        self.assertTrue(self.attempt())

    def test_is_asked(self):
        self.assertTrue(self.as_user("alice"))
        self.assertFalse(self.as_user("bob"))
        self.check_that_it_lives()

    def test_is_asked_about_the_reader(self):
        RULES.write_text(RULES.read_text().replace("nobody's", self.name))
        wait_until(lambda: not self.as_user("alice"), "polkit's new rule counts for nothing")

    def test_that_is_not_there_lets_nobody_in_but_root(self):
        run("systemctl", "mask", "--runtime", "--now", POLKIT)
        self.assertFalse(self.as_user("alice"))
        unit.wait_for("StatusText", "1 reader, 1 client; without polkit")
        self.check_that_it_lives()

    def test_that_died_is_started_again(self):
        run("systemctl", "kill", "--signal=KILL", POLKIT)
        wait_until(lambda: self.as_user("alice"), "polkit does not come back")
        self.check_that_it_lives()

    def test_that_was_stopped_is_started_again(self):
        run("systemctl", "stop", POLKIT)
        wait_until(lambda: self.as_user("alice"), "polkit does not come back")
        self.assertFalse(self.as_user("bob"))
        self.check_that_it_lives()

    def test_that_cannot_start_lets_nobody_in_but_root(self):
        unit.drop_in("[Service]\nExecStart=\nExecStart=/bin/false\n", POLKIT)
        self.addCleanup(run, "systemctl", "reset-failed", POLKIT)
        self.addCleanup(unit.without_drop_in, POLKIT)
        run("systemctl", "stop", POLKIT)
        self.assertFalse(self.as_user("alice"))
        self.assertEqual("failed", run("systemctl", "show", "--value", "--property=ActiveState", POLKIT).strip())
        self.check_that_it_lives()

    def test_that_does_not_answer_holds_up_nobody_else(self):
        polkit = int(run("systemctl", "show", "--value", "--property=MainPID", POLKIT))
        os.kill(polkit, 19)
        self.addCleanup(os.kill, polkit, 18)
        with subprocess.Popen(["runuser", "-u", "alice", "--", "scrmctl", "list"], stderr=subprocess.PIPE,
                              text=True) as waiting:
            self.check_that_it_lives()
            self.assertIn(REFUSED, waiting.communicate()[1])

    def test_without_a_bus_lets_nobody_in_but_root(self):
        unit.drop_in("[Service]\nInaccessiblePaths=/run/dbus\n")
        self.addCleanup(unit.without_drop_in)
        unit.stop()
        self.assertTrue(self.attempt())
        self.assertFalse(self.as_user("alice"))
        unit.wait_for("StatusText", "1 reader, 0 clients; without D-Bus")
