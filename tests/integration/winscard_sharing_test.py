"""Two programs at one card: who gets in, who waits, and who is told of a reset."""
from harness import codes
from harness.stages import on_every_stage, on_scrmd
from harness.winscard_stage import WinscardStage


@on_every_stage
class Sharing(WinscardStage):
    def setUp(self):
        super().setUp()
        self.other = self.establish()

    def test_exclusive_keeps_others_out(self):
        handle = self.connect(codes.EXCLUSIVE)
        self.assertCode(codes.SHARING_VIOLATION, self.winscard.connect(self.other, self.reader)[0])
        self.assertCode(codes.SHARING_VIOLATION,
                        self.winscard.connect(self.other, self.reader, codes.DIRECT, 0)[0])
        self.assertCode(codes.SUCCESS, self.winscard.disconnect(handle))
        self.assertCode(codes.SUCCESS, self.winscard.connect(self.other, self.reader)[0])

    def test_exclusive_is_for_one_who_is_alone(self):
        handle = self.connect()
        self.assertCode(codes.SHARING_VIOLATION,
                        self.winscard.connect(self.other, self.reader, codes.EXCLUSIVE)[0])
        self.assertCode(codes.SUCCESS, self.winscard.disconnect(handle))
        self.connect(codes.EXCLUSIVE, context=self.other)

    def test_transactions_nest(self):
        handle = self.connect()
        self.assertCode(codes.NOT_TRANSACTED, self.winscard.end(handle))
        for _ in range(3):
            self.assertCode(codes.SUCCESS, self.winscard.begin(handle))
        for _ in range(3):
            self.assertCode(codes.SUCCESS, self.winscard.end(handle))
        self.assertCode(codes.NOT_TRANSACTED, self.winscard.end(handle))

    def test_reset_at_the_end_of_a_transaction_is_told_to_every_handle(self):
        mine, others = self.connect(), self.connect(context=self.other)
        self.assertCode(codes.SUCCESS, self.winscard.begin(mine))
        self.assertCode(codes.SUCCESS, self.winscard.end(mine, codes.RESET))
        for handle in mine, others:
            self.assertCode(codes.RESET_CARD, self.winscard.status(handle)[0])
            self.assertCode(codes.RESET_CARD, self.winscard.begin(handle))
            self.assertCode(codes.SUCCESS, self.winscard.reconnect(handle)[0])
            self.assertCode(codes.SUCCESS, self.winscard.status(handle)[0])

    def test_reset_by_reconnect_is_told_to_the_others(self):
        mine, others = self.connect(), self.connect(context=self.other)
        self.assertCode(codes.SUCCESS, self.winscard.reconnect(mine, initialization=codes.RESET)[0])
        self.assertCode(codes.SUCCESS, self.winscard.status(mine)[0])
        self.assertCode(codes.RESET_CARD, self.winscard.status(others)[0])

    def test_context_released_in_its_transaction_resets_the_card(self):
        mine, others = self.connect(), self.connect(context=self.other)
        self.assertCode(codes.SUCCESS, self.winscard.begin(others))
        self.assertCode(codes.SUCCESS, self.winscard.release(self.other))
        self.assertCode(codes.RESET_CARD, self.winscard.status(mine)[0])

    def test_disconnect_that_leaves_the_card_is_not_noticed(self):
        mine, others = self.connect(), self.connect(context=self.other)
        self.assertCode(codes.SUCCESS, self.winscard.disconnect(others, codes.LEAVE))
        self.assertCode(codes.SUCCESS, self.winscard.status(mine)[0])

    def test_disconnect_that_resets_the_card_is_told_to_the_others(self):
        mine, others = self.connect(), self.connect(context=self.other)
        self.assertCode(codes.SUCCESS, self.winscard.disconnect(others, codes.RESET))
        self.assertCode(codes.RESET_CARD, self.winscard.status(mine)[0])


@on_scrmd
class SharingDoneRight(WinscardStage):
    """Where pcscd 1.9.9 is known to be wrong."""

    def test_exclusive_given_up_by_reconnect_lets_others_in(self):
        handle = self.connect(codes.EXCLUSIVE)
        self.assertCode(codes.SUCCESS, self.winscard.reconnect(handle, codes.SHARED)[0])
        self.assertCode(codes.SUCCESS, self.winscard.connect(self.establish(), self.reader)[0])
