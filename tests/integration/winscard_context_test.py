"""Contexts, lists of readers and groups, and what a program gets for wrong arguments."""
import ctypes as c

from harness import codes
from harness.stages import on_every_stage
from harness.winscard import AUTOALLOCATE, DWORD, LONG, Winscard

NO_SUCH_CONTEXT = 0x12345678


@on_every_stage
class Context:
    def setUp(self):
        super().setUp()
        self.winscard = Winscard(self.library.checked_file())

    def establish(self):
        code, context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        self.addCleanup(self.winscard.release, context)
        return context

    def test_is_valid_from_establish_to_release(self):
        for scope in 0, 2, 3:
            code, context = self.winscard.establish(scope)
            self.assertEqual(codes.SUCCESS, code)
            self.assertNotEqual(0, context)
            self.assertEqual(codes.SUCCESS, self.winscard.is_valid(context))
            self.assertEqual(codes.SUCCESS, self.winscard.release(context))
            self.assertEqual(codes.INVALID_HANDLE, self.winscard.is_valid(context))
            self.assertEqual(codes.INVALID_HANDLE, self.winscard.release(context))

    def test_is_refused_for_wrong_arguments(self):
        self.assertEqual(codes.INVALID_VALUE, self.winscard.establish(4)[0])
        self.assertEqual(codes.INVALID_PARAMETER,
                         self.winscard.call("SCardEstablishContext", DWORD(2), None, None, None))

    def test_that_never_was_is_an_invalid_handle(self):
        winscard = self.winscard
        self.assertEqual(codes.INVALID_HANDLE, winscard.release(NO_SUCH_CONTEXT))
        self.assertEqual(codes.INVALID_HANDLE, winscard.is_valid(NO_SUCH_CONTEXT))
        self.assertEqual(codes.INVALID_HANDLE, winscard.cancel(NO_SUCH_CONTEXT))
        self.assertEqual(codes.INVALID_HANDLE, winscard.list_readers(NO_SUCH_CONTEXT)[0])
        self.assertEqual(codes.INVALID_HANDLE, winscard.list_groups(NO_SUCH_CONTEXT)[0])
        self.assertEqual(codes.INVALID_HANDLE, winscard.connect(NO_SUCH_CONTEXT, self.reader)[0])
        self.assertEqual(codes.INVALID_HANDLE, winscard.status_change(NO_SUCH_CONTEXT, [(self.reader, 0)])[0])

    def test_lists_readers_into_whatever_room_there_is(self):
        context = self.establish()
        code, names, length = self.winscard.list_readers(context)
        self.assertEqual((codes.SUCCESS, self.reader), (code, names[0]))
        self.assertEqual(sum(len(name) + 1 for name in names) + 1, length)
        self.assertEqual((codes.INSUFFICIENT_BUFFER, [], length), self.winscard.list_readers(context, length - 1))
        self.assertEqual((codes.SUCCESS, names, length), self.winscard.list_readers(context, length))

    def test_lists_readers_without_a_buffer_and_into_its_own(self):
        context = self.establish()
        length = DWORD()
        self.assertEqual(codes.SUCCESS, self.winscard.call("SCardListReaders", LONG(context), None, None,
                                                           c.byref(length)))
        self.assertEqual(self.winscard.list_readers(context)[2], length.value)
        self.assertEqual(codes.INVALID_PARAMETER,
                         self.winscard.call("SCardListReaders", LONG(context), None, None, None))
        names, length = c.c_void_p(), DWORD(AUTOALLOCATE)
        self.assertEqual(codes.SUCCESS, self.winscard.call("SCardListReaders", LONG(context), None, c.byref(names),
                                                           c.byref(length)))
        self.assertEqual(self.reader.encode(), c.string_at(names.value))
        self.assertEqual(codes.SUCCESS, self.winscard.call("SCardFreeMemory", LONG(context), names))

    def test_lists_readers_whatever_group_is_asked_for(self):
        context = self.establish()
        buffer, length = c.create_string_buffer(4096), DWORD(4096)
        self.assertEqual(codes.SUCCESS, self.winscard.call("SCardListReaders", LONG(context), b"no such group\0",
                                                           buffer, c.byref(length)))
        self.assertEqual(self.reader.encode(), buffer.value)

    def test_lists_one_group(self):
        context = self.establish()
        self.assertEqual((codes.SUCCESS, ["SCard$DefaultReaders"], 22), self.winscard.list_groups(context))
        self.assertEqual((codes.INSUFFICIENT_BUFFER, [], 22), self.winscard.list_groups(context, 21))

    def test_has_words_for_codes(self):
        self.assertEqual("Command successful.", self.winscard.stringify(codes.SUCCESS))
        self.assertEqual("Invalid handle.", self.winscard.stringify(codes.INVALID_HANDLE))
        self.assertEqual("Unknown error: 0x12345678", self.winscard.stringify(0x12345678))

    def test_has_the_protocol_headers(self):
        headers = [self.winscard.pci(name) for name in ("g_rgSCardT0Pci", "g_rgSCardT1Pci", "g_rgSCardRawPci")]
        self.assertEqual([codes.T0, codes.T1, codes.RAW], [header.protocol for header in headers])
        self.assertEqual([16, 16, 16], [header.length for header in headers])
