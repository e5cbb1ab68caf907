#include <cstring>
#include <string>

#include "tests/unit/libpcsc-client/api.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

/// A context of a daemon that gives these readers, again and again.
struct WithReaders {
    WithReaders(std::vector<ReaderState> readers, int questions)
        : server({[readers = std::move(readers), questions](ScriptedPeer& peer) {
              peer.greet();
              for (int i = 0; i < questions; ++i)
                  peer.give_states(readers);
              let_go(peer);
          }}),
          context(established()) {}
    ~WithReaders() {
        CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
        CHECK_NOTHROW(server.finish());
    }

    FoundServer server;
    SCARDCONTEXT context;
};

const std::vector<ReaderState> two_readers = {empty_reader("Reader 00"), full_reader("Reader 01")};
const std::string two_names("Reader 00\0Reader 01\0\0", 21);

}  // namespace

TEST_CASE("readers are listed in all the ways a program may ask for them") {
    const WithReaders with(two_readers, 4);
    DWORD length = 0;
    CHECK(SCardListReaders(with.context, nullptr, nullptr, &length) == SCARD_S_SUCCESS);
    CHECK(length == two_names.size());

    std::string buffer(length, 'x');
    CHECK(SCardListReaders(with.context, "no such group\0", buffer.data(), &length) == SCARD_S_SUCCESS);
    CHECK(buffer == two_names);

    length = 20;
    CHECK(SCardListReaders(with.context, nullptr, buffer.data(), &length) == SCARD_E_INSUFFICIENT_BUFFER);
    CHECK(length == two_names.size());

    length = SCARD_AUTOALLOCATE;
    char* names = nullptr;
    CHECK(SCardListReaders(with.context, nullptr, reinterpret_cast<LPSTR>(&names), &length) ==
          SCARD_S_SUCCESS);
    CHECK(std::string(names, length) == two_names);
    CHECK(SCardFreeMemory(with.context, names) == SCARD_S_SUCCESS);
    CHECK(SCardListReaders(with.context, nullptr, nullptr, nullptr) == SCARD_E_INVALID_PARAMETER);
}

TEST_CASE("no reader is an answer of its own") {
    const WithReaders with({}, 1);
    DWORD length = 99;
    CHECK(SCardListReaders(with.context, nullptr, nullptr, &length) == SCARD_E_NO_READERS_AVAILABLE);
    CHECK(length == 0);
}

TEST_CASE("there is one group of readers, and the daemon is not asked for it") {
    const WithReaders with({}, 0);
    DWORD length = 0;
    CHECK(SCardListReaderGroups(with.context, nullptr, &length) == SCARD_S_SUCCESS);
    std::string buffer(length, 'x');
    CHECK(SCardListReaderGroups(with.context, buffer.data(), &length) == SCARD_S_SUCCESS);
    CHECK(buffer == std::string("SCard$DefaultReaders\0\0", 22));
    CHECK(SCardListReaderGroups(with.context, buffer.data(), nullptr) == SCARD_E_INVALID_PARAMETER);
}

TEST_CASE("arguments of SCardGetStatusChange are checked before the daemon is asked") {
    const WithReaders with({}, 0);
    std::array<SCARD_READERSTATE, 2> entries{};
    entries[0].szReader = "A";
    CHECK(SCardGetStatusChange(with.context, 0, nullptr, 1) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardGetStatusChange(with.context, 0, entries.data(), 2) == SCARD_E_INVALID_VALUE);
    CHECK(SCardGetStatusChange(with.context, INFINITE, nullptr, 0) == SCARD_S_SUCCESS);
    entries[0].dwCurrentState = SCARD_STATE_IGNORE;
    CHECK(SCardGetStatusChange(with.context, INFINITE, entries.data(), 1) == SCARD_S_SUCCESS);
}

TEST_CASE("more readers may be asked about than there were records once") {
    std::vector<ReaderState> readers;
    for (int i = 0; i < 40; ++i)
        readers.push_back(full_reader("Reader " + std::to_string(i)));
    const WithReaders with(readers, 1);
    std::vector<SCARD_READERSTATE> entries(40);
    for (std::size_t i = 0; i < entries.size(); ++i)
        entries[i].szReader = readers[i].name.data();
    CHECK(SCardGetStatusChange(with.context, INFINITE, entries.data(), 40) == SCARD_S_SUCCESS);
    CHECK(entries[39].dwEventState == (SCARD_STATE_PRESENT | SCARD_STATE_CHANGED));
}
