"""SCardGetStatusChange: what it tells at once, what it waits for, and what ends the wait."""
from concurrent.futures import ThreadPoolExecutor

from harness import codes
from harness.stages import on_every_stage, on_scrmd
from harness.vpcd_card import ATR
from harness.waiting import wait_until
from harness.winscard import DWORD, INFINITE, LONG, PNP
from harness.winscard_stage import WinscardStage

IGNORE, UNAWARE = 1, 0


class States(WinscardStage):
    def look(self, reader=None, current=UNAWARE, timeout=0):
        code, (state,) = self.winscard.status_change(self.context, [(reader or self.reader, current)], timeout)
        self.assertCode(codes.SUCCESS, code)
        return state

    def flags(self, **asked):
        return self.look(**asked).event & 0xFFFF

    def begin_wait(self, *states):
        """The future (code, states) of a wait without end. When it returns, the wait may not have begun yet."""
        thread = self.enterContext(ThreadPoolExecutor(1))
        waiting = thread.submit(self.winscard.status_change, self.context, list(states), INFINITE)
        self.addCleanup(self.cancel, waiting)
        return waiting

    def cancel(self, waiting):
        """Until it ends, as a cancellation before the wait has begun is lost. The codes of SCardCancel."""
        answers = []

        def ended():
            if not waiting.done():
                answers.append(self.winscard.cancel(self.context))
            return waiting.done()
        wait_until(ended, "SCardCancel does not end the wait")
        return answers


@on_every_stage
class ReaderStates(States):
    def test_are_told_at_once_to_the_unaware(self):
        state = self.look()
        self.assertEqual(codes.STATE_CHANGED | codes.STATE_PRESENT, state.event & 0xFFFF)
        self.assertEqual(ATR, bytes(state.atr)[:state.atr_size])

    def test_that_are_known_time_out(self):
        known = self.look().event & ~codes.STATE_CHANGED
        code, (state,) = self.winscard.status_change(self.context, [(self.reader, known)], 1)
        self.assertCode(codes.TIMEOUT, code)
        self.assertEqual(known, state.event)

    def test_are_not_looked_at_when_ignored(self):
        asked = [(self.reader, IGNORE), (self.reader, UNAWARE)]
        code, (ignored, seen) = self.winscard.status_change(self.context, asked)
        self.assertCode(codes.SUCCESS, code)
        self.assertEqual(0, ignored.event & codes.STATE_PRESENT)
        self.assertNotEqual(0, seen.event & codes.STATE_PRESENT)

    def test_are_refused_for_wrong_arguments(self):
        self.assertCode(codes.UNKNOWN_READER, self.winscard.status_change(self.context, [("No such reader", 0)])[0])
        self.assertCode(codes.INVALID_PARAMETER,
                        self.winscard.call("SCardGetStatusChange", LONG(self.context), DWORD(0), None, DWORD(1)))

    def test_tell_of_use(self):
        handle = self.connect()
        self.assertEqual(codes.STATE_CHANGED | codes.STATE_PRESENT | codes.STATE_INUSE, self.flags())
        self.winscard.disconnect(handle)
        handle = self.connect(codes.EXCLUSIVE)
        self.assertEqual(codes.STATE_CHANGED | codes.STATE_PRESENT | codes.STATE_EXCLUSIVE, self.flags())
        self.winscard.disconnect(handle)
        self.assertEqual(codes.STATE_CHANGED | codes.STATE_PRESENT, self.flags())

    def test_end_a_wait_when_the_card_goes_and_when_it_comes(self):
        known = self.look().event & ~codes.STATE_CHANGED
        waiting = self.begin_wait((self.reader, known))
        self.daemon.remove()
        code, (state,) = waiting.result()
        self.assertCode(codes.SUCCESS, code)
        self.assertEqual((codes.STATE_CHANGED | codes.STATE_EMPTY, 0), (state.event & 0xFFFF, state.atr_size))
        waiting = self.begin_wait((self.reader, state.event & ~codes.STATE_CHANGED))
        self.daemon.insert()
        code, (state,) = waiting.result()
        self.assertCode(codes.SUCCESS, code)
        self.assertEqual(codes.STATE_CHANGED | codes.STATE_PRESENT, state.event & 0xFFFF)
        self.assertEqual((known >> 16) + 2, state.event >> 16)

    def test_wait_ends_when_it_is_cancelled(self):
        known = self.look().event & ~codes.STATE_CHANGED
        waiting = self.begin_wait((self.reader, known))

        self.cancel(waiting)
        self.assertCode(codes.CANCELLED, waiting.result()[0])


@on_scrmd
class ReadersComingAndGoing(States):
    def test_end_a_wait_for_readers(self):
        waiting = self.begin_wait((PNP, UNAWARE), (self.reader, self.look().event & ~codes.STATE_CHANGED))

        def ended():  # an arrival before the wait has begun is not waited for
            self.daemon.desk.plug("Another reader")
            self.daemon.desk.unplug("Another reader")
            return waiting.done()
        wait_until(ended, "no arrival ends the wait")
        code, (readers, reader) = waiting.result()
        self.assertCode(codes.SUCCESS, code)
        self.assertNotEqual(0, readers.event & codes.STATE_CHANGED)
        self.assertEqual(0, reader.event & codes.STATE_CHANGED)

    def test_change_the_list_of_readers(self):
        self.daemon.desk.plug("Another reader")
        wait_until(lambda: self.winscard.list_readers(self.context)[1] == [self.reader, "Another reader 00 00"],
                   "the reader is not listed")
        self.daemon.desk.unplug("Virtual reader")
        wait_until(lambda: self.winscard.list_readers(self.context)[1] == ["Another reader 00 00"],
                   "the reader is still listed")

    def test_end_a_wait_for_the_card_in_it(self):
        def ended():
            waiting = self.begin_wait((self.reader, self.look().event & ~codes.STATE_CHANGED))
            self.daemon.desk.unplug("Virtual reader")
            code, (state,) = waiting.result()
            if code == codes.UNKNOWN_READER:  # it went before the wait had begun
                self.daemon.desk.plug("Virtual reader")
                return None
            self.assertCode(codes.SUCCESS, code)
            return state
        state = wait_until(ended, "the reader always goes first")
        self.assertNotEqual(0, state.event & codes.STATE_UNKNOWN)
        self.assertCode(codes.NO_READERS_AVAILABLE, self.winscard.list_readers(self.context)[0])

    def test_is_told_to_those_who_use_them(self):
        handle = self.connect()
        self.daemon.desk.unplug("Virtual reader")
        self.assertCode(codes.READER_UNAVAILABLE, self.winscard.begin(handle))
        self.assertCode(codes.SUCCESS, self.winscard.disconnect(handle))
        self.daemon.desk.plug("Virtual reader")
        self.connect()
