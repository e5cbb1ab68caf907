// The scrm dialect: how it is agreed on, several connections for one context, requests that wait their turn.
#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

/// One client holds a transaction on the desk, another has a handle there and a second connection.
struct Lanes : SessionBench {
    Lanes() : holder(scrm_client()), founder(scrm_client()), lane(lane_of(founder)) {
        held = holder.connect();
        wanted = founder.connect();
        REQUIRE(holder.begin(held) == ResultCode::Success);
        driver().forget();
    }
    Client holder;
    Client founder;
    Client lane;
    std::uint32_t held = 0;
    std::uint32_t wanted = 0;
};

ipc::Transmit command(std::uint32_t card, ipc::Bytes bytes) {
    return {.card = card,
            .send_pci_protocol = t1,
            .send_length = static_cast<std::uint32_t>(bytes.size()),
            .recv_length = 300,
            .payload = bytes};
}

}  // namespace

TEST_CASE("whoever offers the dialect is given the context it asked for along with the answer") {
    SessionBench bench;
    Client client = bench.stranger();
    const ipc::Welcome welcome = client.offer(2);
    CHECK(welcome.rv == ResultCode::Success);
    CHECK(bench.house.handles.find_context(welcome.context));
    CHECK(client.connect() != 0);
}

TEST_CASE("an offer with a scope that there is not is taken up without a context") {
    SessionBench bench;
    Client client = bench.stranger();
    const ipc::Welcome welcome = client.offer(4);
    CHECK(welcome.rv == ResultCode::InvalidValue);
    CHECK(welcome.context == 0);
    client.establish();
    CHECK(client.connect() != 0);
}

TEST_CASE("clients of every revision are served, older and newer ones than the daemon") {
    SessionBench bench;
    for (const auto revision : {ipc::Revision::First, ipc::Revision::Second, ipc::Revision{0xFF}}) {
        Client client = bench.stranger();
        CHECK(client.offer(ipc::Offer{2, revision}).rv == ResultCode::Success);
        CHECK(client.connect() != 0);
    }
}

TEST_CASE("an offer in a version that is not known is refused like any other") {
    SessionBench bench;
    Client client = bench.stranger();
    const auto answer = client.call(ipc::Version{4, 7, ipc::to_offer({2})});
    CHECK(answer.rv == ResultCode::ServiceStopped);
    CHECK(bench.house.handles.context_count() == 0);
}

TEST_CASE("a connection that joined shares the context's cards") {
    SessionBench bench;
    Client founder = bench.scrm_client();
    Client lane = bench.lane_of(founder);
    const std::uint32_t card = founder.connect();
    CHECK(lane.begin(card) == ResultCode::Success);
    CHECK(founder.end(card) == ResultCode::Success);
    const std::uint32_t other = lane.connect();
    CHECK(founder.begin(other) == ResultCode::Success);
}

TEST_CASE("only the process that established a context may join it, once a connection") {
    SessionBench bench;
    Client founder = bench.scrm_client();
    Client foreign = bench.stranger({4712, 1000});
    foreign.offer(std::nullopt);
    CHECK(foreign.call(ipc::JoinContext{founder.context, ResultCode::Success}).rv ==
          ResultCode::InvalidHandle);
    Client other = bench.scrm_client();
    CHECK(other.call(ipc::JoinContext{founder.context, ResultCode::Success}).rv == ResultCode::InvalidHandle);
    Client lost = bench.stranger();
    lost.offer(std::nullopt);
    CHECK(lost.call(ipc::JoinContext{founder.context ^ 1U, ResultCode::Success}).rv ==
          ResultCode::InvalidHandle);
}

TEST_CASE("the context ends with the connection that established it, and hangs up on the others") {
    SessionBench bench;
    Client founder = bench.scrm_client();
    Client lane = bench.lane_of(founder);
    CHECK(lane.connect() != 0);
    founder.hang_up();
    CHECK(lane.closed());
    CHECK(bench.house.handles.card_count() == 0);
    CHECK(bench.house.handles.context_count() == 0);
}

TEST_CASE("a connection that joined may leave") {
    SessionBench bench;
    Client founder = bench.scrm_client();
    const std::uint32_t card = [&] {
        Client lane = bench.lane_of(founder);
        return lane.connect();
    }();
    CHECK(founder.begin(card) == ResultCode::Success);
}

TEST_CASE("RELEASE on any connection ends what waits on the others") {
    Lanes bench;
    bench.founder.send(ipc::BeginTransaction{bench.wanted, ResultCode::Success});
    CHECK(bench.founder.waiting() == 0);
    CHECK(bench.lane.call(ipc::ReleaseContext{bench.lane.context, ResultCode::Success}).rv ==
          ResultCode::Success);
    CHECK(bench.founder.closed());
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
}

TEST_CASE("a card that another connection has just given up does not disturb RELEASE") {
    SessionBench bench;
    bench.plug("Other");
    Client founder = bench.scrm_client();
    Client lane = bench.lane_of(founder);
    REQUIRE(founder.begin(founder.connect(desk)) == ResultCode::Success);
    const std::uint32_t other = founder.connect("Other 00 00");
    bench.driver(0).hold(SlotVerb::Reset);
    bench.driver(1).hold(SlotVerb::Reset);
    lane.send(ipc::Disconnect{other, reset, ResultCode::Success});
    founder.send(ipc::ReleaseContext{founder.context, ResultCode::Success});
    bench.driver(1).release(SlotVerb::Reset);
    bench.loop.turn();
    bench.driver(0).release(SlotVerb::Reset);
    bench.loop.turn();
    CHECK(founder.reply<ipc::ReleaseContext>().rv == ResultCode::Success);
    CHECK(bench.house.handles.card_count() == 0);
}

TEST_CASE("a card that does not answer at the end of its context keeps nobody from the others") {
    SessionBench bench;
    bench.plug("Other");
    Client next = bench.client();
    const std::uint32_t wanted = next.connect("Other 00 00");
    Client client = bench.client();
    REQUIRE(client.begin(client.connect(desk)) == ResultCode::Success);
    REQUIRE(client.begin(client.connect("Other 00 00")) == ResultCode::Success);
    next.send(ipc::BeginTransaction{wanted, ResultCode::Success});
    bench.driver(0).hold(SlotVerb::Reset);
    client.hang_up();
    CHECK(next.reply<ipc::BeginTransaction>().rv == ResultCode::Success);
    bench.driver(0).release(SlotVerb::Reset);
    bench.loop.turn();
}

TEST_CASE("a call that waits in line does not keep the context's other connections waiting") {
    Lanes bench;
    bench.founder.send(ipc::BeginTransaction{bench.wanted, ResultCode::Success});
    CHECK(bench.founder.waiting() == 0);
    bench.lane.send(ipc::ReadReaders{0});
    CHECK(bench.lane.reply<ipc::ReaderList>().count == 1);
    bench.lane.records(1);
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(bench.founder.reply<ipc::BeginTransaction>().rv == ResultCode::Success);
}

TEST_CASE("a command waits for the end of another's transaction, and is then carried out alone") {
    Lanes bench;
    const Payload apdu = {0x00, 0xA4, 0x00, 0x00};
    bench.driver().hold(SlotVerb::Exchange);
    bench.founder.send(command(bench.wanted, apdu));
    CHECK_FALSE(bench.driver().holding(SlotVerb::Exchange));
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(bench.driver().holding(SlotVerb::Exchange));
    bench.holder.send(ipc::BeginTransaction{bench.held, ResultCode::Success});
    CHECK(bench.holder.waiting() == 0);
    bench.driver().release(SlotVerb::Exchange);
    bench.loop.turn();
    const auto answer = bench.founder.reply<ipc::Transmit>();
    CHECK(answer.rv == ResultCode::Success);
    bench.founder.read(answer.recv_length);
    CHECK(bench.holder.reply<ipc::BeginTransaction>().rv == ResultCode::Success);
}

TEST_CASE("a request without patience is refused where it would wait") {
    Lanes bench;
    bench.founder.patience = 0;
    CHECK(bench.founder.begin(bench.wanted) == ResultCode::SharingViolation);
    CHECK(bench.founder.status(bench.wanted) == ResultCode::SharingViolation);
    CHECK(bench.founder.call(bench.founder.connect_request()).rv == ResultCode::SharingViolation);
}

TEST_CASE("a request whose patience ends leaves the line") {
    Lanes bench;
    bench.founder.patience = 1;
    bench.founder.send(ipc::BeginTransaction{bench.wanted, ResultCode::Success});
    bench.loop.run_until([&] { return bench.founder.waiting() > 0; });
    CHECK(bench.founder.reply<ipc::BeginTransaction>().rv == ResultCode::Timeout);
    bench.founder.patience = ipc::endless;
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(bench.founder.begin(bench.wanted) == ResultCode::Success);
}

TEST_CASE("the status of a card comes with the record of its reader") {
    SessionBench bench;
    Client client = bench.scrm_client();
    const std::uint32_t card = client.connect();
    client.send(ipc::Status{card, ResultCode::Success});
    CHECK(client.reply<ipc::Status>().rv == ResultCode::Success);
    CHECK(ipc::name_of(client.records(1).front().name) == desk);
    CHECK(client.waiting() == 0);
    bench.remove_card();
    CHECK(client.status(card) == ResultCode::RemovedCard);
}

TEST_CASE("what the dialect has better words for closes the connection") {
    SessionBench bench;
    Client client = bench.scrm_client();
    client.send(ipc::GetReadersState{});
    CHECK(client.closed());
    Client stock = bench.client();
    stock.dialect = Dialect::Scrm;
    const Payload join = stock.bytes_of(ipc::ReadReaders{0});
    stock.write(join);
    CHECK(stock.closed());
}
