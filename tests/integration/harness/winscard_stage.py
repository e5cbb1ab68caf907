"""A stage on which tests call the library's functions themselves (winscard.py)."""
from . import codes
from .winscard import Winscard


class WinscardStage:
    """Before StageTest in the order of classes: self.winscard, self.context, and cards connected to."""

    def setUp(self):
        super().setUp()
        self.winscard = Winscard(self.library.checked_file())
        self.context = self.establish()

    def establish(self):
        """A context that is released in the end, if the test does not do so."""
        code, context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        self.addCleanup(self.winscard.release, context)
        return context

    def connect(self, share=codes.SHARED, protocols=codes.T0 | codes.T1, context=None):
        """A handle on the card in self.reader."""
        code, handle, _ = self.winscard.connect(context or self.context, self.reader, share, protocols)
        self.assertEqual(codes.SUCCESS, code)
        return handle

    def assertCode(self, expected, code):
        """Codes as a programmer knows them."""
        self.assertEqual(f"{expected:#x}", f"{code:#x}")
