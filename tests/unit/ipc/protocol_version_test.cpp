#include "ipc/protocol_version.hpp"

#include <catch2/catch.hpp>

#include "ipc/codec.hpp"
#include "tests/fakes/wire_recording.hpp"

using namespace scrm::ipc;

namespace {

VersionDecision ask(std::uint32_t major, std::uint32_t minor) {
    return decide_version({major, minor, ResultCode::Success});
}

}  // namespace

TEST_CASE("a known version is answered with itself and spoken from then on") {
    const auto minor = GENERATE(3U, 4U, 5U, 6U);
    const VersionDecision decision = ask(4, minor);
    CHECK(decision.accepted());
    CHECK(decision.reply.major == 4);
    CHECK(decision.reply.minor == minor);
    CHECK(decision.reply.rv == ResultCode::Success);
    CHECK(static_cast<std::uint32_t>(decision.dialect) == minor);
}

TEST_CASE("an unknown version is refused with our newest, so that the client can ask again") {
    const auto [major, minor] = GENERATE(table<std::uint32_t, std::uint32_t>(
        {{4, 2}, {4, 7}, {4, 0}, {4, 0xFFFFFFFF}, {3, 4}, {5, 4}, {0, 6}, {0xFFFFFFFF, 4}, {0x104, 4}}));
    CAPTURE(major, minor);
    const VersionDecision decision = ask(major, minor);
    CHECK_FALSE(decision.accepted());
    CHECK(decision.reply.major == 4);
    CHECK(decision.reply.minor == 6);
    CHECK(decision.reply.rv == ResultCode::ServiceStopped);
    CHECK(ask(decision.reply.major, decision.reply.minor).accepted());
}

TEST_CASE("every version that a recorded library asked for is accepted") {
    for (const auto& recording : scrm::fakes::wire_recordings()) {
        CAPTURE(recording.name);
        const auto& recorded = recording.find(scrm::fakes::Sender::Client, "VERSION");
        const auto request = decode_reply<Version>(Bytes(recorded.bytes).subspan(header_size));
        CHECK(decide_version(request).accepted());
        CHECK(decide_version(request).reply.minor == (recording.name.starts_with("lib199") ? 4 : 6));
    }
}
