// Why something was refused, for whoever asks in the scrm dialect.
#include <unistd.h>

#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

constexpr std::uint32_t exclusive = 1;

struct Told {
    ResultCode refused_with;
    std::string text;
};

Told ask(Client& client) {
    client.send(ipc::LastRefusal{});
    const auto answer = client.reply<ipc::LastRefusal>();
    CHECK(answer.rv == ResultCode::Success);
    const Payload text = client.read(answer.text_size);
    CHECK(client.waiting() == 0);
    return {answer.refused_with, {text.begin(), text.end()}};
}

bool speaks_of(const Told& told, std::string_view words) {
    return told.text.find(words) != std::string::npos;
}

/// A client of this very process, whose name can be found out, and one that will not wait for it.
struct TwoClients : SessionBench {
    TwoClients() : holder(stranger({static_cast<std::uint32_t>(::getpid()), 1000})), other(scrm_client()) {
        holder.offer(2);
        other.patience = 0;
    }
    ResultCode refused_connection(std::uint32_t mode = shared) {
        return other.call(other.connect_request(desk, mode)).rv;
    }
    Client holder;
    Client other;
};

}  // namespace

TEST_CASE("whoever was refused nothing is told so") {
    SessionBench bench;
    Client client = bench.scrm_client();
    const Told told = ask(client);
    CHECK(told.refused_with == ResultCode::Success);
    CHECK(told.text.empty());
}

TEST_CASE("who is refused a card is told whose transaction it is in") {
    TwoClients bench;
    const std::uint32_t wanted = bench.other.connect();
    const std::uint32_t held = bench.holder.connect();
    REQUIRE(bench.holder.begin(held) == ResultCode::Success);
    REQUIRE(bench.other.begin(wanted) == ResultCode::SharingViolation);
    const Told told = ask(bench.other);
    CHECK(told.refused_with == ResultCode::SharingViolation);
    CHECK(
        speaks_of(told, "'Desk 00 00' is in a transaction of pid " + std::to_string(::getpid()) + " (unit_"));
    CHECK(ask(bench.holder).text.empty());
}

TEST_CASE("every call that somebody's transaction is in the way of has its reason") {
    SessionBench bench;
    Client holder = bench.scrm_client();
    const std::uint32_t held = holder.connect();
    const auto refused = [&](auto request) {
        Client other = bench.scrm_client();
        const std::uint32_t card = other.connect();
        if constexpr (requires { request.card; })
            request.card = card;
        if constexpr (requires { request.context; })
            request.context = other.context;
        REQUIRE(holder.begin(held) == ResultCode::Success);
        other.patience = 0;
        CHECK(other.call(request).rv == ResultCode::SharingViolation);
        CHECK(speaks_of(ask(other), "in a transaction of"));
        REQUIRE(holder.end(held) == ResultCode::Success);
    };
    refused(ipc::BeginTransaction{});
    refused(ipc::EndTransaction{.disposition = reset});
    refused(ipc::Status{});
    refused(ipc::Reconnect{.share_mode = shared, .preferred_protocols = any_protocol});
    refused(ipc::Transmit{.send_pci_protocol = t1, .recv_length = 300});
    refused(ipc::Control{.recv_length = 300});
    refused(ipc::GetAttribute{.id = 0x00090303, .length = 264});
    refused(ipc::SetAttribute{.id = 0x00090303});
    refused(holder.connect_request());
}

TEST_CASE("who is refused a connection is told who uses the reader, and how") {
    TwoClients bench;
    const std::uint32_t card = bench.holder.connect(desk, exclusive);
    REQUIRE(bench.refused_connection() == ResultCode::SharingViolation);
    CHECK(
        speaks_of(ask(bench.other), "'Desk 00 00' is used exclusively by pid " + std::to_string(::getpid())));
    bench.holder.call(ipc::Disconnect{card, leave, ResultCode::Success});
    for (int i = 0; i < 6; ++i)
        CHECK(bench.holder.connect() != 0);
    REQUIRE(bench.refused_connection(exclusive) == ResultCode::SharingViolation);
    const Told told = ask(bench.other);
    CHECK(speaks_of(told, "'Desk 00 00' is used by pid "));
    CHECK(speaks_of(told, " and 2 more"));
}

TEST_CASE("whose share is used up is told which, and where it is set") {
    SessionBench bench;
    bench.house.quota = UserQuota({.contexts = 2, .handles = 1, .waiting = 1});
    Client first = bench.scrm_client();
    const std::uint32_t card = first.connect();
    CHECK(first.call(first.connect_request()).rv == ResultCode::ServerTooBusy);
    CHECK(speaks_of(ask(first), "user 1000 has 1 handles, as many as handles_per_user in scrmd.toml allows"));

    Client second = bench.scrm_client();
    Client third = bench.stranger();
    CHECK(third.offer(2).rv == ResultCode::ServerTooBusy);
    const Told told = ask(third);
    CHECK(told.refused_with == ResultCode::ServerTooBusy);
    CHECK(speaks_of(told, "user 1000 has 2 contexts, as many as contexts_per_user"));

    const ipc::WatchReaders watch{.known = bench.registry.board().generation()};
    second.send(watch);
    Client lane = bench.lane_of(first);
    lane.send(watch);
    CHECK(lane.reply<ipc::ReaderList>().rv == ResultCode::ServerTooBusy);
    CHECK(speaks_of(ask(lane), "user 1000 has 1 calls waiting, as many as waiting_per_user"));
    CHECK(first.begin(card) == ResultCode::Success);
}

TEST_CASE("the reason of a command that may not even wait in line") {
    SessionBench bench;
    bench.house.quota = UserQuota({.waiting = 1});
    Client holder = bench.scrm_client();
    Client first = bench.scrm_client();
    Client second = bench.scrm_client();
    const std::uint32_t firsts = first.connect();
    const std::uint32_t seconds = second.connect();
    REQUIRE(holder.begin(holder.connect()) == ResultCode::Success);
    first.send(ipc::BeginTransaction{firsts, ResultCode::Success});
    CHECK(second.begin(seconds) == ResultCode::ServerTooBusy);
    CHECK(speaks_of(ask(second), "waiting_per_user"));
    Client third = bench.scrm_client();
    CHECK(third.call(third.connect_request()).rv == ResultCode::ServerTooBusy);
    CHECK(speaks_of(ask(third), "waiting_per_user"));
    CHECK(second.status(seconds) == ResultCode::ServerTooBusy);
    CHECK(speaks_of(ask(second), "waiting_per_user"));
}
