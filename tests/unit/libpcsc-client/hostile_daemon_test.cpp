// A daemon that answers with random bytes: every call ends, and writes nowhere but where it may (a sanitizer
// watches).
#include <memory>
#include <random>

#include "tests/unit/libpcsc-client/api.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

using Random = std::minstd_rand;

/// Mostly small numbers and a success code, so that many replies are nearly right.
std::vector<std::uint8_t> random_bytes(Random& random, std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    const auto wild = random() % 3;
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(wild == 0 || random() % 8 == 0 ? random() : 0);
    return bytes;
}

/// Answers one request with nonsense, and is gone.
void babble(ScriptedPeer& peer, std::uint32_t seed) {
    Random random(seed);
    greet_and_connect(peer, 77, 5);
    static_cast<void>(peer.any());
    try {
        peer.send(random_bytes(random, random() % 2 == 0 ? random() % 400 : random() % 80000));
    } catch (const WireError&) {
        // The client hung up in the middle of it, as it should.
    }
}

template <class T>
struct Exactly {
    explicit Exactly(DWORD count) : size(count), data(std::make_unique<T[]>(count)) {}
    DWORD size;
    std::unique_ptr<T[]> data;
};

constexpr std::uint32_t call_count = 8;

void make_call(std::uint32_t which, SCARDCONTEXT context, SCARDHANDLE card, DWORD size) {
    Exactly<char> names(size);
    Exactly<BYTE> bytes(size);
    const BYTE apdu[] = {0, 1, 2, 3};
    DWORD number = size;
    DWORD state = 0;
    DWORD protocol = 0;
    SCARD_IO_REQUEST header{};
    SCARD_READERSTATE entry{};
    entry.szReader = R"(\\?PnP?\Notification)";
    switch (which) {
        case 0:
            SCardTransmit(card, SCARD_PCI_T1, apdu, sizeof apdu, &header, bytes.data.get(), &bytes.size);
            break;
        case 1:
            SCardControl(card, 1, apdu, sizeof apdu, bytes.data.get(), size, &number);
            break;
        case 2:
            SCardGetAttrib(card, 1, bytes.data.get(), &number);
            break;
        case 3:
            SCardListReaders(context, nullptr, names.data.get(), &number);
            break;
        case 4:
            SCardStatus(card, names.data.get(), &names.size, &state, &protocol, bytes.data.get(),
                        &bytes.size);
            break;
        case 5:
            SCardGetStatusChange(context, INFINITE, &entry, 1);
            break;
        case 6:
            SCardReconnect(card, 2, 3, 0, &protocol);
            break;
        default:
            SCardDisconnect(card, 0);
    }
}

}  // namespace

TEST_CASE("a daemon that talks nonsense hurts nobody") {
    constexpr std::uint32_t seeds = 120;
    for (const Dialect dialect : {Dialect::V4_4, Dialect::V4_6}) {
        std::vector<ScriptedServer::Script> scripts;
        for (std::uint32_t seed = 1; seed <= seeds; ++seed)
            scripts.emplace_back([seed](ScriptedPeer& peer) { babble(peer, seed); });
        FoundServer server(std::move(scripts), dialect);
        for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
            const SCARDCONTEXT context = established();
            // More than 264 bytes are refused for an attribute, so not always much.
            const DWORD room = seed % 5 == 0 ? 70000 : seed % 40;
            make_call(seed % call_count, context, connected(context), room);
            SCardReleaseContext(context);
            CHECK(SCardIsValidContext(context) == SCARD_E_INVALID_HANDLE);
        }
        server.finish();
    }
}

TEST_CASE("an offer that is taken up in a revision which nobody offered is not taken up") {
    for (const std::uint32_t answer : {0x53440000U, 0x53440400U, 0x5344FF00U, 0x53440202U}) {
        FoundServer server({[answer](ScriptedPeer& peer) {
            auto version = peer.expect<Version>();
            version.rv = ResultCode{answer};
            peer.reply(version);
            peer.expect_hang_up();
        }});
        SCARDCONTEXT context = 0;
        CHECK(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context) != SCARD_S_SUCCESS);
        server.finish();
    }
}
