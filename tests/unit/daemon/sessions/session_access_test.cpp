// Rules of access, as clients meet them.
#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

scrm::access::Rule denied(std::vector<std::uint32_t> users, std::vector<std::string> readers) {
    return {.verdict = scrm::access::Verdict::Deny,
            .users = std::move(users),
            .groups = {},
            .units = {},
            .readers = std::move(readers),
            .place = "scrmd.toml:7"};
}

/// A house with rules, and clients of this and that user.
struct AccessBench : SessionBench {
    explicit AccessBench(scrm::access::Rule rule) {
        plug("Token");
        house.access = scrm::access::Policy({std::move(rule)});
    }
    Client client_of(std::uint32_t uid) {
        return stranger({4711, uid,
                         std::make_shared<const scrm::access::Caller>(
                             scrm::access::Caller{uid, std::nullopt, std::nullopt})});
    }
    Client scrm_client_of(std::uint32_t uid) {
        Client made = client_of(uid);
        made.offer(2);
        return made;
    }
    static std::string reason(Client& client) {
        client.send(ipc::LastRefusal{});
        const auto answer = client.reply<ipc::LastRefusal>();
        CHECK(answer.refused_with == ResultCode::SecurityViolation);
        const Payload text = client.read(answer.text_size);
        return {text.begin(), text.end()};
    }
};

}  // namespace

TEST_CASE("who may use no reader gets no context, and is told by which rule") {
    AccessBench bench(denied({33}, {}));
    Client client = bench.client_of(33);
    CHECK(client.offer(2).rv == ResultCode::SecurityViolation);
    CHECK(client.context == 0);
    CHECK(AccessBench::reason(client) == "user 33 may not use any reader from here, says scrmd.toml:7");
    Client other = bench.client_of(1000);
    CHECK(other.offer(2).rv == ResultCode::Success);
}

TEST_CASE("a stock client that may use no reader is refused its context") {
    AccessBench bench(denied({33}, {}));
    Client client = bench.client_of(33);
    client.version(Dialect::V4_5);
    CHECK(client.call(ipc::EstablishContext{2, 0, ResultCode::Success}).rv == ResultCode::SecurityViolation);
}

TEST_CASE("who may use no reader is not shown any") {
    AccessBench bench(denied({33}, {}));
    const auto hung_up_on = [&](const auto& request) {
        Client client = bench.client_of(33);
        client.version(Dialect::V4_5);
        client.send(request);
        return client.closed();
    };
    CHECK(hung_up_on(ipc::GetReadersState{}));
    CHECK(hung_up_on(ipc::GetReadersStateSize{}));
    CHECK(hung_up_on(ipc::WaitReaderStateChange{}));
    Client client = bench.client_of(33);
    client.offer(std::nullopt);
    client.send(ipc::ReadReaders{});
    CHECK(client.closed());
}

TEST_CASE("who may not use a reader may use the others") {
    AccessBench bench(denied({1000}, {"Desk"}));
    Client client = bench.scrm_client_of(1000);
    CHECK(client.call(client.connect_request(desk)).rv == ResultCode::SecurityViolation);
    CHECK(AccessBench::reason(client) == "user 1000 may not use 'Desk 00 00' from here, says scrmd.toml:7");
    CHECK(client.connect("Token 00 00") != 0);
    Client other = bench.scrm_client_of(1001);
    CHECK(other.connect(desk) != 0);
}

TEST_CASE("rules of escape are about the reader's maker's commands alone, for whom they name") {
    const auto heard = [](scrm::access::Verdict verdict, std::uint32_t uid, std::uint32_t code) {
        scrm::access::Rule about = denied({1000}, {"Desk"});
        about.use = scrm::access::Use::Escape;
        about.verdict = verdict;
        AccessBench bench(about);
        Client client = bench.scrm_client_of(uid);
        const std::uint32_t card = client.connect(desk);
        REQUIRE(card != 0);
        bench.driver().forget();
        client.send(ipc::Control{.card = card, .control_code = code, .recv_length = 300});
        const auto reply = client.reply<ipc::Control>();
        client.read(reply.bytes_returned);
        const auto& words = bench.driver().heard();
        if (reply.rv == ResultCode::SecurityViolation)
            return words.empty() ? AccessBench::reason(client) : std::string("refused, and sent");
        return words.empty() ? std::string() : words.front();
    };
    using enum scrm::access::Verdict;
    CHECK(heard(Allow, 1000, 0x42000001) == "escape 42000001");
    CHECK(heard(Allow, 1000, 0x42000DAC) == "escape 42000DAC");
    CHECK(heard(Allow, 1000, 0x42000D48) == "control 42000D48");
    CHECK(heard(Allow, 1001, 0x42000001) == "control 42000001");
    CHECK(heard(Deny, 1000, 0x42330013) ==
          "user 1000 may not send escape commands to 'Desk 00 00' from here, says scrmd.toml:7");
    CHECK(heard(Deny, 1000, 0x42000D48) == "control 42000D48");
}
