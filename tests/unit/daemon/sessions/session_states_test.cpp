// The states of all readers, and waiting for them to change, on the wire of each version.
#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

std::string first_name(Client& client, std::size_t count = ipc::legacy_reader_count) {
    return std::string(ipc::name_of(client.records(count).front().name));
}

/// WAIT and what the version's library asks behind it.
void wait(Client& client) {
    client.send(ipc::WaitReaderStateChange{});
    if (client.dialect == Dialect::V4_3)
        return;
    if (client.dialect == Dialect::V4_6) {
        client.send(ipc::GetReadersStateSize{});
        CHECK(client.reply<ipc::ReadersStateSize>().records == 16);
        client.send(ipc::GetReadersStateArray{});
    }
    client.records(16);
}

ipc::WaitResult stop(Client& client) {
    client.send(ipc::StopWaiting{});
    return client.reply<ipc::WaitResult>();
}

void look(Client& client) {
    client.send(ipc::GetReadersState{});
    client.records(16);
}

}  // namespace

TEST_CASE("the states are 16 records, unused ones zero") {
    SessionBench bench;
    Client client = bench.client(Dialect::V4_4);
    client.send(ipc::GetReadersState{});
    const auto states = client.records(16);
    CHECK(client.waiting() == 0);
    CHECK(ipc::name_of(states[0].name) == desk);
    CHECK(states[0].atr_size == 5);
    CHECK(states[1] == ipc::ReaderState{});
}

TEST_CASE("an old client sees the first 16 readers, a new one all") {
    SessionBench bench;
    for (int i = 0; i < 17; ++i)
        bench.plug("More");
    Client old = bench.client(Dialect::V4_4);
    old.send(ipc::GetReadersState{});
    CHECK(ipc::name_of(old.records(16)[15].name) == "More 0E 00");
    CHECK(old.waiting() == 0);
    Client fresh = bench.client();
    fresh.send(ipc::GetReadersStateSize{});
    CHECK(fresh.reply<ipc::ReadersStateSize>().records == 32);
    fresh.send(ipc::GetReadersStateArray{});
    CHECK(ipc::name_of(fresh.records(32)[17].name) == "More 10 00");
    CHECK(fresh.waiting() == 0);
}

TEST_CASE("as many records are sent as were promised, although readers came in between") {
    SessionBench bench;
    Client client = bench.client();
    client.send(ipc::GetReadersStateSize{});
    CHECK(client.reply<ipc::ReadersStateSize>().records == 16);
    for (int i = 0; i < 16; ++i)
        bench.plug("More");
    client.send(ipc::GetReadersStateArray{});
    CHECK(first_name(client) == desk);
    CHECK(client.waiting() == 0);
}

TEST_CASE("without a promise all records are sent that there are") {
    SessionBench bench;
    for (int i = 0; i < 16; ++i)
        bench.plug("More");
    Client client = bench.client();
    client.send(ipc::GetReadersStateArray{});
    CHECK(first_name(client, 32) == desk);
    CHECK(client.waiting() == 0);
}

TEST_CASE("readers that come and go are counted") {
    SessionBench bench;
    Client client = bench.client(GENERATE(Dialect::V4_5, Dialect::V4_6));
    const auto events = [&] {
        client.send(ipc::GetReaderEvents{});
        const auto answer = client.reply<ipc::ReaderEvents>();
        CHECK(answer.rv == ResultCode::Success);
        return answer.count;
    };
    const auto before = events();
    bench.plug("More");
    CHECK(events() == before + 1);
    bench.remove_card();
    CHECK(events() == before + 1);
    bench.unplug(1);
    CHECK(events() == before + 2);
}

TEST_CASE("who waits is sent one event at the first change, be it a card's or a reader's") {
    const Dialect dialect = GENERATE(Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    const bool of_reader = GENERATE(true, false);
    SessionBench bench;
    Client client = bench.client(dialect);
    look(client);
    wait(client);
    CHECK(client.waiting() == 0);
    if (of_reader)
        bench.plug("More");
    else
        bench.remove_card();
    const auto event = client.reply<ipc::WaitResult>();
    CHECK(event.rv == ResultCode::Success);
    CHECK(event.timeout == 0);
    bench.plug("Still more");
    CHECK(client.waiting() == 0);
}

TEST_CASE("who stops waiting is answered once, by the event if that came first") {
    const Dialect dialect = GENERATE(Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    SessionBench bench;
    Client client = bench.client(dialect);
    look(client);
    wait(client);
    if (GENERATE(true, false))
        bench.remove_card();
    CHECK(stop(client).rv == ResultCode::Success);
    CHECK(client.waiting() == 0);
    bench.plug("More");
    CHECK(client.waiting() == 0);
    client.send(ipc::StopWaiting{});
    CHECK(client.waiting() == 0);
}

TEST_CASE("who waits again is told again") {
    const Dialect dialect = GENERATE(Dialect::V4_4, Dialect::V4_6);
    SessionBench bench;
    Client client = bench.client(dialect);
    for (int i = 0; i < 3; ++i) {
        wait(client);
        if (i % 2 == 0)
            bench.driver().remove();
        else
            bench.driver().insert(t0_card);
        bench.loop.turn();
        CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Success);
    }
}

TEST_CASE("a 4:6 client is sent its event behind the states that it asks for after WAIT, wherever it came") {
    const int change_after = GENERATE(0, 1, 2);
    SessionBench bench;
    Client client = bench.client();
    client.send(ipc::WaitReaderStateChange{});
    if (change_after == 0)
        bench.remove_card();
    CHECK(client.waiting() == 0);
    client.send(ipc::GetReadersStateSize{});
    if (change_after == 1)
        bench.remove_card();
    CHECK(client.reply<ipc::ReadersStateSize>().records == 16);
    CHECK(client.waiting() == 0);
    client.send(ipc::GetReadersStateArray{});
    if (change_after == 2)
        bench.remove_card();
    CHECK(first_name(client) == desk);
    CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Success);
    CHECK(client.waiting() == 0);
}

TEST_CASE("a 4:3 client is told at once of what it missed since it last looked") {
    SessionBench bench;
    Client client = bench.client(Dialect::V4_3);
    look(client);
    bench.remove_card();
    client.send(ipc::WaitReaderStateChange{});
    CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Success);
    look(client);
    client.send(ipc::WaitReaderStateChange{});
    CHECK(client.waiting() == 0);
}

TEST_CASE("a 4:4 client sees in the answer to WAIT what it missed") {
    SessionBench bench;
    Client client = bench.client(Dialect::V4_4);
    look(client);
    bench.remove_card();
    client.send(ipc::WaitReaderStateChange{});
    CHECK(client.records(16).front().state == ipc::slot_state::absent);
    CHECK(client.waiting() == 0);
}

TEST_CASE("a client that waits may ask other things, and is told behind their answers") {
    SessionBench bench;
    Client client = bench.client(Dialect::V4_5);
    const std::uint32_t card = client.connect();
    wait(client);
    CHECK(client.status(card) == ResultCode::Success);
    client.send(ipc::GetReaderEvents{});
    CHECK(client.reply<ipc::ReaderEvents>().count == 2);
    bench.remove_card();
    CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Success);
}

TEST_CASE("an event comes behind an answer that the client has not read yet") {
    SessionBench bench;
    Client client = bench.client(Dialect::V4_4);
    client.send(ipc::WaitReaderStateChange{});
    bench.remove_card();
    CHECK(first_name(client) == desk);
    CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Success);
    CHECK(client.waiting() == 0);
}

TEST_CASE("each client that waits is told, whatever its version") {
    SessionBench bench;
    std::vector<Client> clients;
    for (const Dialect dialect : {Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6}) {
        clients.push_back(bench.client(dialect));
        look(clients.back());
        wait(clients.back());
    }
    bench.remove_card();
    for (Client& client : clients)
        CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Success);
}

TEST_CASE("another client that connects and leaves wakes those who wait") {
    SessionBench bench;
    Client client = bench.client(Dialect::V4_4);
    Client other = bench.client();
    wait(client);
    const std::uint32_t card = other.connect();
    CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Success);
    wait(client);
    other.connect();
    CHECK(client.waiting() == 0);
    other.call(ipc::Disconnect{card, leave, ResultCode::Success});
    CHECK(client.waiting() == 0);
    other.hang_up();
    CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Success);
}
