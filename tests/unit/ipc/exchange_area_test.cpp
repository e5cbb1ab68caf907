#include "ipc/exchange_area.hpp"

#include <catch2/catch.hpp>
#include <memory>

using namespace scrm::ipc;
using host::ExchangeArea;

namespace {

struct Shared {
    std::unique_ptr<ExchangeArea> area = std::make_unique<ExchangeArea>();

    host::Answer answer() const { return std::get<host::Answer>(host::get_answer(*area, 3)); }
};

}  // namespace

TEST_CASE("a command lies where both look for it") {
    Shared shared;
    const std::array<std::uint8_t, 3> apdu{0, 0xA4, 4};
    REQUIRE(host::put_command(*shared.area,
                              {.slot = 5, .sequence = 7, .pci_protocol = 1, .room = 300, .command = apdu}));
    const auto command = host::get_command(*shared.area, 5);
    REQUIRE(command);
    CHECK(command->slot == 5);
    CHECK(command->sequence == 7);
    CHECK(command->pci_protocol == 1);
    CHECK(command->room == 300);
    CHECK(std::ranges::equal(command->command, apdu));
    CHECK(command->command.data() == shared.area->command_bytes.data());
}

TEST_CASE("so does an answer") {
    Shared shared;
    shared.area->answer_bytes[1] = 9;
    host::put_answer(*shared.area, 8, -5, 2);
    CHECK(shared.answer().slot == 3);
    CHECK(shared.answer().sequence == 8);
    CHECK(shared.answer().code == -5);
    CHECK(shared.answer().bytes.size() == 2);
    CHECK(shared.answer().bytes[1] == 9);
}

TEST_CASE("the largest of both have room, and no larger one is believed") {
    Shared shared;
    const std::vector<std::uint8_t> bytes(host::max_bytes_size + 1);
    const Bytes most = Bytes(bytes).first(host::max_bytes_size);
    CHECK_FALSE(host::put_command(*shared.area, {.command = bytes}));
    CHECK(host::put_command(*shared.area, {.room = host::max_bytes_size, .command = most}));
    CHECK(host::get_command(*shared.area, 0)->command.size() == host::max_bytes_size);
    shared.area->command.size = host::max_bytes_size + 1;
    CHECK_FALSE(host::get_command(*shared.area, 0));
    CHECK(host::put_command(*shared.area, {.room = host::max_bytes_size + 1, .command = {}}));
    CHECK_FALSE(host::get_command(*shared.area, 0));

    host::put_answer(*shared.area, 1, 0, host::max_bytes_size);
    CHECK(shared.answer().bytes.size() == host::max_bytes_size);
    host::put_answer(*shared.area, 1, 0, host::max_bytes_size + 1);
    CHECK(std::get<host::Violation>(host::get_answer(*shared.area, 0)) == host::Violation::TooLong);
    host::put_answer(*shared.area, 1, 0, 0xFFFFFFFF);
    CHECK(std::get<host::Violation>(host::get_answer(*shared.area, 0)) == host::Violation::TooLong);
}
