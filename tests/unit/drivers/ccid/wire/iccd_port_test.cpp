// Tokens that say what no emulated one would.
#include "drivers/ccid/wire/iccd_port.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <deque>

#include "drivers/api/spawn.hpp"
#include "drivers/ccid/wire/commands.hpp"
#include "tests/fakes/ccid/recorded_readers.hpp"
#include "tests/fakes/usb/scripted_usb_interface.hpp"
#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using Reply = boost::system::result<std::vector<std::uint8_t>, usb::UsbStatus>;

constexpr std::uint8_t fetches_out = 0x21;

// A token whose answers to requests for data are written down; it takes whatever it is sent.
class Token {
  public:
    explicit Token(Transport version)
        : usb(loop_.get_executor(), fakes::golden_reader("BIFIT iBank2Key").description()),
          port(loop_.get_executor(), usb, version, quick()),
          patience(loop_.get_executor()),
          under_way_(patience.begin(drivers::Deadline::max())) {
        usb.on_control = [this](const usb::ControlRequest& request, const auto&) {
            return request.request_type == fetches_out ? sent(request) : told();
        };
    }
    std::deque<Reply> says;
    std::vector<std::uint16_t> values;  // wValue of what was sent

    drivers::Result<Answer> ask(const Command& command) {
        std::optional<drivers::Result<Answer>> ended;
        drivers::spawn(loop_.get_executor(), keep(command, ended));
        loop_.restart();
        loop_.run();
        REQUIRE(ended);
        return *ended;
    }
    DriverError complaint(const Command& command) {
        const auto answer = ask(command);
        REQUIRE_FALSE(answer.has_value());
        return answer.error();
    }
    ReaderError refusal(const Command& command) {
        const auto answer = ask(command);
        REQUIRE(answer.has_value());
        REQUIRE(answer->failed());
        return answer->error;
    }

  private:
    static Timing quick() {
        Timing timing;
        timing.iccd_poll = Milliseconds(1);
        return timing;
    }
    drivers::Awaitable<void> keep(Command command, std::optional<drivers::Result<Answer>>& ended) {
        const auto answer = co_await port.transact(patience, 0, command, Milliseconds(20));
        ended.emplace(answer);
    }
    Reply sent(const usb::ControlRequest& request) {
        values.push_back(request.value);
        return std::vector<std::uint8_t>();
    }
    Reply told() {
        REQUIRE_FALSE(says.empty());
        const Reply reply = says.front();
        says.pop_front();
        return reply;
    }
    boost::asio::io_context loop_;

  public:
    fakes::ScriptedUsbInterface usb;
    IccdPort port;
    Patience patience;

  private:
    std::shared_ptr<void> under_way_;
};

const auto case_1 = hex("00 A4 00 0C");
const Command block = xfr_block(case_1, 0);
const Command status = plain_command(CommandType::GetSlotStatus);

TEST_CASE("version A: what the status byte says decides how a command goes on") {
    Token token(Transport::IccdA);
    token.says = {hex("80")};
    CHECK(token.refusal(block) == ReaderError::Mute);
    token.says = {hex("00")};  // neither data nor a status word
    CHECK(token.refusal(block) == ReaderError::ProcedureByteConflict);
    token.says = {hex("40"), hex("20"), hex("90 00")};
    const auto answer = token.ask(block);
    REQUIRE(answer.has_value());
    CHECK(std::vector(answer->data.begin(), answer->data.end()) == hex("90 00"));
}

TEST_CASE("version A: a status that is no byte, a request that stalls") {
    Token token(Transport::IccdA);
    token.says = {hex("")};
    CHECK(token.complaint(block) == DriverError::CommunicationFailed);
    token.says = {usb::UsbStatus::Stall};
    CHECK(token.complaint(block) == DriverError::CommunicationFailed);
    token.says = {hex("20"), usb::UsbStatus::Stall};
    CHECK(token.complaint(block) == DriverError::CommunicationFailed);
    token.says = {usb::UsbStatus::Stall};
    CHECK(token.complaint(status) == DriverError::CommunicationFailed);
    token.says = {usb::UsbStatus::Stall};
    CHECK(token.complaint(power_on_command(Voltage::Automatic)) == DriverError::CommunicationFailed);
}

TEST_CASE("version A: a card that sends more than any T=0 answer is stopped") {
    Token token(Transport::IccdA);
    const std::vector<std::uint8_t> most(256);
    token.says = {hex("10"), most, hex("10"), most};
    CHECK(token.refusal(xfr_block(hex("00 B0 00 00 00"), 0)) == ReaderError::Overrun);
}

TEST_CASE("what a token has no request for it does not support") {
    Token version_a(Transport::IccdA);
    CHECK(version_a.refusal(escape_command({})) == ReaderError::NotSupported);
    Token version_b(Transport::IccdB);
    CHECK(version_b.refusal(escape_command({})) == ReaderError::NotSupported);
}

TEST_CASE("version A knows whether the card is powered by what it was told itself") {
    Token token(Transport::IccdA);
    const auto card = [&] {
        token.says.push_back(hex("00"));
        return token.ask(status)->card;
    };
    CHECK(card() == CardStatus::Inactive);
    token.says = {hex("3B 00")};
    REQUIRE(token.ask(power_on_command(Voltage::Automatic)).has_value());
    CHECK(card() == CardStatus::Active);
    REQUIRE(token.ask(plain_command(CommandType::PowerOff)).has_value());
    CHECK(card() == CardStatus::Inactive);
}

TEST_CASE("version B: the status of the slot is in its second byte; a shorter one tells nothing bad") {
    Token token(Transport::IccdB);
    const std::pair<const char*, CardStatus> told[] = {{"00 00 00", CardStatus::Active},
                                                       {"00 01 00", CardStatus::Inactive},
                                                       {"00 02 00", CardStatus::Absent},
                                                       {"00 02", CardStatus::Active}};
    for (const auto& [bytes, card] : told) {
        CAPTURE(bytes);
        token.says = {hex(bytes)};
        CHECK(token.ask(status)->card == card);
    }
    token.says = {usb::UsbStatus::Stall};
    CHECK(token.complaint(status) == DriverError::CommunicationFailed);
}

TEST_CASE("version B: what a block says of the card goes along with its error") {
    Token token(Transport::IccdB);
    token.says = {hex("40 02 FE")};
    const auto answer = token.ask(block);
    REQUIRE(answer.has_value());
    CHECK(answer->card == CardStatus::Absent);
    CHECK(answer->error == ReaderError::Mute);
    token.says = {hex("77")};
    CHECK(token.complaint(block) == DriverError::CommunicationFailed);
    token.says = {usb::UsbStatus::Stall};
    CHECK(token.complaint(block) == DriverError::CommunicationFailed);
}

TEST_CASE("version B: the level of a part is the high byte of wValue") {
    Token token(Transport::IccdB);
    token.says = {hex("10")};
    REQUIRE(token.ask(xfr_part(case_1, Chain::Begins)).has_value());
    CHECK(token.values == std::vector<std::uint16_t>{0x0100});
}

TEST_CASE("requests out that fail end the command") {
    for (const auto version : {Transport::IccdA, Transport::IccdB})
        for (const auto type : {CommandType::XfrBlock, CommandType::PowerOff}) {
            Token token(version);
            token.usb.fail_next(usb::Pipe::Control, usb::UsbStatus::Failed);
            CHECK(token.complaint(plain_command(type)) == DriverError::CommunicationFailed);
        }
}

TEST_CASE("a token that is unplugged, and one that was shut, has gone") {
    Token token(Transport::IccdA);
    token.usb.unplug();
    CHECK(token.complaint(block) == DriverError::DeviceGone);
    Token shut(Transport::IccdB);
    shut.port.shut();
    CHECK(shut.complaint(block) == DriverError::DeviceGone);
    CHECK_FALSE(shut.port.busy());
}

TEST_CASE("a verb that has ended asks a token nothing") {
    Token token(Transport::IccdA);
    token.port.interrupt(token.patience, DriverError::Cancelled);
    CHECK(token.complaint(block) == DriverError::Cancelled);
    CHECK(token.values.empty());
}

}  // namespace
}  // namespace scrm::ccid
