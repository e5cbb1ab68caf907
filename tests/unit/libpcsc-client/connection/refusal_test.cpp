// What of a refusal's reason reaches whoever started the program.
#include "libpcsc-client/connection/refusal.hpp"

#include <sys/socket.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>

#include "libpcsc-client/connection/connection.hpp"
#include "tests/fakes/scripted_server.hpp"
#include "tests/unit/libpcsc-client/connection/overheard.hpp"

using namespace scrm::client;
using scrm::client::test::Overheard;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

sockaddr_un address_of(const ScriptedServer& server) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, server.path().data(), server.path().size());
    return address;
}

enum class Wanted : std::uint8_t { Yes, No };

/// What is written when a daemon refuses with SHARING_VIOLATION and, if it is asked, says so of its reason.
std::string written(Wanted wanted, const LastRefusal& reason, std::string_view text) {
    ScriptedServer server({[&](ScriptedPeer& peer) {
        peer.welcome();
        auto begin = peer.expect<BeginTransaction>();
        begin.rv = ResultCode::SharingViolation;
        peer.reply(begin);
        if (wanted == Wanted::Yes) {
            peer.expect<LastRefusal>();
            peer.reply(reason);
            peer.send({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        }
        peer.expect_hang_up();
    }});
    ::unsetenv("SCRM_EXPLAIN");
    if (wanted == Wanted::Yes)
        ::setenv("SCRM_EXPLAIN", "1", 1);
    std::string heard;
    {
        Connection connection;
        std::uint32_t context = 0;
        REQUIRE(connection.establish(address_of(server), 2, context) == ResultCode::Success);
        BeginTransaction begin{.card = 5};
        const Overheard overheard;
        explain(connection, connection.call(begin));
        heard = overheard.text();
    }
    server.finish();
    ::unsetenv("SCRM_EXPLAIN");
    return heard;
}

LastRefusal reason_of(std::string_view text, ResultCode refused_with = ResultCode::SharingViolation) {
    return {.refused_with = refused_with, .text_size = static_cast<std::uint32_t>(text.size())};
}

}  // namespace

TEST_CASE("the reason of a refusal is written as a line of its own") {
    constexpr std::string_view text = "'Desk' is used by pid 12 (gpg)";
    CHECK(written(Wanted::Yes, reason_of(text), text) == "scrm: 'Desk' is used by pid 12 (gpg)\n");
}

TEST_CASE("the daemon is asked for a reason only if somebody wants to read it") {
    CHECK(written(Wanted::No, {}, "").empty());
}

TEST_CASE("nothing in a reason can steer a terminal") {
    constexpr std::string_view text = "pid 12 (\x1b[2J\n \x7f)";
    CHECK(written(Wanted::Yes, reason_of(text), text) == "scrm: pid 12 (?[2J? ?)\n");
}

TEST_CASE("the reason of another refusal is not taken for this one's") {
    constexpr std::string_view text = "another";
    CHECK(written(Wanted::Yes, reason_of(text, ResultCode::ServerTooBusy), text).empty());
}

TEST_CASE("a reason that is longer than there is room for ends the connection") {
    const std::string text(most_refusal_text + 1, 'x');
    CHECK(written(Wanted::Yes, reason_of(text), "").empty());
}

TEST_CASE("a daemon from before reasons is asked for none") {
    ScriptedServer server({[](ScriptedPeer& peer) {
        peer.welcome(77, ResultCode::Success, Revision::First);
        auto begin = peer.expect<BeginTransaction>();
        begin.rv = ResultCode::SharingViolation;
        peer.reply(begin);
        peer.expect_hang_up();
    }});
    ::setenv("SCRM_EXPLAIN", "1", 1);
    {
        Connection connection;
        std::uint32_t context = 0;
        REQUIRE(connection.establish(address_of(server), 2, context) == ResultCode::Success);
        BeginTransaction begin{.card = 5};
        const ResultCode result = connection.call(begin);
        explain(connection, result);
        CHECK(result == ResultCode::SharingViolation);
        CHECK(connection.is_open());
    }
    server.finish();
    ::unsetenv("SCRM_EXPLAIN");
}

TEST_CASE("success has no reason to ask for") {
    CHECK_FALSE(is_refusal(ResultCode::Success));
    CHECK_FALSE(is_refusal(ResultCode::ResetCard));
    CHECK(is_refusal(ResultCode::ServerTooBusy));
    CHECK(is_refusal(ResultCode::SecurityViolation));
}

TEST_CASE("a context that is refused is explained before the connection is closed") {
    constexpr std::string_view text = "too many";
    ScriptedServer server({[&](ScriptedPeer& peer) {
        peer.welcome(0, ResultCode::ServerTooBusy);
        peer.expect<LastRefusal>();
        peer.reply(reason_of(text, ResultCode::ServerTooBusy));
        peer.send({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        peer.expect_hang_up();
    }});
    ::setenv("SCRM_EXPLAIN", "1", 1);
    Connection connection;
    std::uint32_t context = 0;
    const Overheard overheard;
    CHECK(connection.establish(address_of(server), 2, context) == ResultCode::ServerTooBusy);
    CHECK(overheard.text() == "scrm: too many\n");
    server.finish();
    ::unsetenv("SCRM_EXPLAIN");
}
