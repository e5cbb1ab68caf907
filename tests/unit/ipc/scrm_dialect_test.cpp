// What the scrm dialect has that the others have not.
#include <catch2/catch.hpp>

#include "ipc/codec.hpp"

using namespace scrm::ipc;

namespace {

VersionDecision offered(std::uint32_t minor, ResultCode offer) {
    return decide_version({protocol_major, minor, offer});
}

}  // namespace

TEST_CASE("an offer carries the scope that is wanted, and stands in a field that says success to nobody") {
    CHECK_FALSE(offer_in({4, 6, ResultCode::Success}));
    for (const std::uint32_t scope : {0U, 2U, 254U})
        CHECK(offer_in({4, 6, to_offer({scope})})->scope == scope);
    for (const auto none :
         {std::optional<std::uint32_t>(), std::optional(255U), std::optional(0xFFFFFFFFU)}) {
        const auto offer = offer_in({4, 6, to_offer({none})});
        REQUIRE(offer);
        CHECK_FALSE(offer->scope);
    }
}

TEST_CASE("an offer is taken up in every version that is known, and in no other") {
    for (const std::uint32_t minor : {3U, 4U, 5U, 6U}) {
        const VersionDecision decision = offered(minor, to_offer({2}));
        CHECK(decision.accepted());
        CHECK(agreed_revision(decision.reply) == newest_revision);
        CHECK(decision.reply.minor == minor);
        CHECK(decision.dialect == Dialect::Scrm);
    }
    for (const std::uint32_t minor : {2U, 7U, 0x100U})
        CHECK_FALSE(offered(minor, to_offer({2})).accepted());
}

TEST_CASE("what is no offer is not taken for one") {
    for (const std::uint32_t mark :
         {0x53430000U, 0x534300FFU, 0x53420202U, 0x53440200U, 0x80100001U, 0xFFFFFFFFU}) {
        const VersionDecision decision = offered(6, ResultCode{mark});
        CHECK(decision.dialect == Dialect::V4_6);
        CHECK(decision.reply.rv == ResultCode::Success);
    }
}

TEST_CASE("the offer and its acceptance are the same bits for ever") {
    CHECK(to_offer({2}) == ResultCode{0x53430302});
    CHECK(to_offer({}) == ResultCode{0x534303FF});
    CHECK(to_offer({2, Revision::Second}) == ResultCode{0x53430202});
    CHECK(to_offer({2, Revision::First}) == ResultCode{0x53430102});
    CHECK(offered(6, ResultCode{0x53430102}).reply.rv == ResultCode{0x53440100});
    CHECK(offered(6, ResultCode{0x53430202}).reply.rv == ResultCode{0x53440200});
    CHECK(offered(6, ResultCode{0x53430302}).reply.rv == ResultCode{0x53440300});
}

TEST_CASE("both speak the older of their revisions") {
    const auto [client, daemon, both] =
        GENERATE(table<Revision, Revision, Revision>({{Revision::First, Revision::First, Revision::First},
                                                      {Revision::First, Revision::Second, Revision::First},
                                                      {Revision::Second, Revision::First, Revision::First},
                                                      {Revision::Second, Revision::Second, Revision::Second},
                                                      {Revision::Third, Revision::Second, Revision::Second},
                                                      {Revision{4}, Revision::Third, Revision::Third},
                                                      {Revision{0xFF}, Revision::First, Revision::First}}));
    const VersionDecision decision = decide_version({4, 6, to_offer({2, client})}, daemon);
    CHECK(decision.dialect == Dialect::Scrm);
    CHECK(agreed_revision(decision.reply) == both);
}

TEST_CASE("what is no acceptance is not taken for one, nor is that of a revision which was not offered") {
    for (const std::uint32_t mark :
         {0U, 0x53430202U, 0x53440000U, 0x53440400U, 0x5344FF00U, 0x53440201U, 0x80100001U, 0xFFFFFFFFU})
        CHECK_FALSE(agreed_revision({4, 6, ResultCode{mark}}));
}

TEST_CASE("a request says how long it may wait") {
    std::array<std::uint8_t, max_request_size<BeginTransaction>> bytes{};
    const BeginTransaction begin{.card = 7};
    CHECK(encode_request(begin, bytes, Dialect::Scrm, 1500) == bytes.size());
    const auto frame = std::get<Frame>(split_frame(bytes, Dialect::Scrm));
    CHECK(frame.patience == 1500);
    CHECK(frame.size == bytes.size());
    CHECK(std::get<BeginTransaction>(decode_request(frame)).card == 7);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK(std::holds_alternative<NeedMore>(split_frame(Bytes(bytes).first(size), Dialect::Scrm)));
}

TEST_CASE("requests of the stock dialects have all the time there is") {
    std::array<std::uint8_t, max_request_size<BeginTransaction>> bytes{};
    const std::size_t size = encode_request(BeginTransaction{.card = 7}, bytes, Dialect::V4_6, 1500);
    CHECK(size == header_size + body_size<BeginTransaction>());
    CHECK(std::get<Frame>(split_frame(Bytes(bytes).first(size), Dialect::V4_6)).patience == endless);
}

TEST_CASE("a watch carries the places it names, so many at most") {
    const std::vector<std::uint8_t> places(8, 1);
    std::array<std::uint8_t, max_request_size<WatchReaders>> head{};
    WatchReaders watch{
        .known = 3, .scope = WatchScope::Places, .cancels = 2, .places_size = 8, .payload = places};
    encode_request(watch, head, Dialect::Scrm);
    std::vector<std::uint8_t> bytes(head.begin(), head.end());
    bytes.insert(bytes.end(), places.begin(), places.end());
    const auto request =
        std::get<WatchReaders>(decode_request(std::get<Frame>(split_frame(bytes, Dialect::Scrm))));
    CHECK(request.known == 3);
    CHECK(request.scope == WatchScope::Places);
    CHECK(request.payload.size() == 8);

    watch.places_size = most_watched * 4 + 4;
    encode_request(watch, head, Dialect::Scrm);
    CHECK(std::get<Violation>(split_frame(head, Dialect::Scrm)) == Violation::PayloadTooLong);
}

TEST_CASE("a watch of one who has the map names the same readers") {
    CHECK(mapped(WatchScope::Places) == WatchScope::PlacesMapped);
    CHECK(mapped(WatchScope::Everything) == WatchScope::EverythingMapped);
    for (const WatchScope scope : {WatchScope::Places, WatchScope::Everything}) {
        CHECK_FALSE(reads_map(scope));
        CHECK(reads_map(mapped(scope)));
        CHECK(names_places(scope) == names_places(mapped(scope)));
        CHECK_FALSE(stands(mapped(scope)));
        CHECK(stands(standing(scope)));
        CHECK(reads_map(standing(scope)));
        CHECK(names_places(scope) == names_places(standing(scope)));
    }
}

TEST_CASE("each dialect has its own questions about readers") {
    for (const Dialect stock : {Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6})
        for (const Command command : {Command::JoinContext, Command::ReadReaders, Command::WatchReaders,
                                      Command::CancelWaits, Command::LastRefusal, Command::MapReaders})
            CHECK_FALSE(request_body_size(command, stock));
    for (const Command command :
         {Command::GetReadersState, Command::WaitReaderStateChange, Command::StopWaiting,
          Command::GetReaderEvents, Command::GetReadersStateSize, Command::GetReadersStateArray})
        CHECK_FALSE(request_body_size(command, Dialect::Scrm));
    CHECK(request_body_size(Command::WatchReaders, Dialect::Scrm) == 16U);
    CHECK(request_body_size(Command::LastRefusal, Dialect::Scrm) == 12U);
    CHECK(request_body_size(Command::MapReaders, Dialect::Scrm) == 8U);
}
