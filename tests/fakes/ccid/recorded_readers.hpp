// Readers as they were recorded from real devices: a dozen and a half in the tree (tests/golden/ccid), and
// all that are on record where the project's data lie beside it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "drivers/usb/interface_description.hpp"

namespace scrm::fakes {

struct RecordedReader {
    std::string name;
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::uint16_t release = 0;
    std::uint8_t interface_number = 0;
    std::uint8_t interface_class = 0;
    std::uint8_t interface_subclass = 0;
    std::uint8_t interface_protocol = 0;
    std::uint8_t endpoints = 0;
    std::uint8_t interface_count = 1;
    std::array<std::uint8_t, 54> descriptor{};
    /// What GET_DATA_RATES brought, as bytes; empty if it failed.
    std::vector<std::uint8_t> data_rates;

    [[nodiscard]] usb::InterfaceDescription description() const;
};

[[nodiscard]] std::vector<RecordedReader> golden_readers();
/// The first golden one whose name begins so. Fails the test if there is none.
[[nodiscard]] RecordedReader golden_reader(const std::string& name);
/// Empty where the data are not there.
[[nodiscard]] std::vector<RecordedReader> all_recorded_readers();

}  // namespace scrm::fakes
