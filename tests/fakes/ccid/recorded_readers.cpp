#include "tests/fakes/ccid/recorded_readers.hpp"

#include <algorithm>
#include <boost/json/src.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace scrm::fakes {
namespace {

namespace json = boost::json;

constexpr std::uint8_t endpoint_out = 0x02, endpoint_in = 0x82, endpoint_interrupt = 0x83;

template <class Number>
Number hex(const std::string& text) {
    return static_cast<Number>(std::stoul(text, nullptr, 16));
}

std::string trimmed(std::string text) {
    const auto is_blank = [](char c) { return c == ' '; };
    text.erase(text.begin(), std::ranges::find_if_not(text, is_blank));
    while (!text.empty() && is_blank(text.back()))
        text.pop_back();
    return text;
}

std::vector<std::string> split(const std::string& line, char at) {
    std::vector<std::string> parts;
    std::istringstream stream(line);
    for (std::string part; std::getline(stream, part, at);)
        parts.push_back(trimmed(part));
    return parts;
}

RecordedReader golden(const std::string& line) {
    const auto fields = split(line, '|');
    const auto ids = split(fields.at(1), ':');
    const auto kind = split(fields.at(2), '/');
    RecordedReader reader;
    reader.name = fields[0];
    reader.vendor = hex<std::uint16_t>(ids.at(0));
    reader.product = hex<std::uint16_t>(ids.at(1));
    reader.release = hex<std::uint16_t>(ids.at(2));
    reader.interface_class = hex<std::uint8_t>(kind.at(0));
    reader.interface_subclass = hex<std::uint8_t>(kind.at(1));
    reader.interface_protocol = hex<std::uint8_t>(kind.at(2));
    reader.endpoints = hex<std::uint8_t>(fields.at(3));
    for (std::size_t i = 0; i < reader.descriptor.size(); ++i)
        reader.descriptor[i] = hex<std::uint8_t>(fields.at(4).substr(2 * i, 2));
    return reader;
}

std::uint32_t number(const json::object& fields, const char* name) {
    return static_cast<std::uint32_t>(fields.at(name).to_number<std::int64_t>());
}

// The fields of the class descriptor as they stand in it.
std::array<std::uint8_t, 54> descriptor_from(const json::object& fields) {
    constexpr std::array<std::pair<const char*, std::size_t>, 19> layout{{{"bMaxSlotIndex", 1},
                                                                          {"bVoltageSupport", 1},
                                                                          {"dwProtocols", 4},
                                                                          {"dwDefaultClock_khz", 4},
                                                                          {"dwMaximumClock_khz", 4},
                                                                          {"bNumClockSupported", 1},
                                                                          {"dwDataRate", 4},
                                                                          {"dwMaxDataRate", 4},
                                                                          {"bNumDataRatesSupported", 1},
                                                                          {"dwMaxIFSD", 4},
                                                                          {"dwSynchProtocols", 4},
                                                                          {"dwMechanical", 4},
                                                                          {"dwFeatures", 4},
                                                                          {"dwMaxCCIDMessageLength", 4},
                                                                          {"bClassGetResponse", 1},
                                                                          {"bClassEnvelope", 1},
                                                                          {"wLcdLayout", 2},
                                                                          {"bPINSupport", 1},
                                                                          {"bMaxCCIDBusySlots", 1}}};
    std::array<std::uint8_t, 54> bytes{};
    std::size_t at = 0;
    const auto put = [&](std::uint32_t value, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i)
            bytes.at(at++) = static_cast<std::uint8_t>(value >> (8 * i));
    };
    put(bytes.size(), 1);
    put(number(fields, "ccid_bDescriptorType"), 1);
    put(number(fields, "bcdCCID"), 2);
    for (const auto& [name, size] : layout)
        put(number(fields, name), size);
    return bytes;
}

std::vector<std::uint8_t> rates_from(const json::object& fields) {
    std::vector<std::uint8_t> bytes;
    for (const json::value& rate : fields.at("data_rates_bps").as_array())
        for (unsigned i = 0; i < 4; ++i)
            bytes.push_back(static_cast<std::uint8_t>(rate.to_number<std::int64_t>() >> (8 * i)));
    return bytes;
}

RecordedReader recorded(const json::object& reader, const json::object& fields) {
    RecordedReader made;
    made.name = std::string(reader.at("friendlyName").as_string()) + " (" +
                std::string(reader.at("file").as_string()) + ")";
    made.vendor = static_cast<std::uint16_t>(number(reader, "idVendor"));
    made.product = static_cast<std::uint16_t>(number(reader, "idProduct"));
    made.release = static_cast<std::uint16_t>(number(reader, "bcdDevice"));
    made.interface_number = static_cast<std::uint8_t>(number(fields, "bInterfaceNumber"));
    made.interface_class = static_cast<std::uint8_t>(number(fields, "bInterfaceClass"));
    made.interface_subclass = static_cast<std::uint8_t>(number(fields, "bInterfaceSubClass"));
    made.interface_protocol = static_cast<std::uint8_t>(number(fields, "bInterfaceProtocol"));
    made.endpoints = static_cast<std::uint8_t>(number(fields, "bNumEndpoints"));
    made.descriptor = descriptor_from(fields);
    made.data_rates = rates_from(fields);
    return made;
}

}  // namespace

usb::InterfaceDescription RecordedReader::description() const {
    usb::InterfaceDescription description;
    description.place.vendor = vendor;
    description.place.product = product;
    description.place.release = release;
    description.place.number = interface_number;
    description.place.interface_class = interface_class;
    description.place.interface_subclass = interface_subclass;
    description.place.interface_protocol = interface_protocol;
    description.place.bus = 1;
    description.place.device = 4;
    description.place.port_path = "1-1";
    description.place.manufacturer_name = "Maker";
    description.place.product_name = name;
    description.place.serial = "0001";
    description.speed = usb::Speed::Full;
    description.interface_count = interface_count;
    usb::InterfaceDescriptor& interface = description.interface;
    interface.number = interface_number;
    interface.interface_class = interface_class;
    interface.interface_subclass = interface_subclass;
    interface.interface_protocol = interface_protocol;
    if (endpoints >= 2 && endpoints != 1) {
        interface.endpoints.push_back({endpoint_out, usb::EndpointType::Bulk, 64, 0, {}});
        interface.endpoints.push_back({endpoint_in, usb::EndpointType::Bulk, 64, 0, {}});
    }
    if (endpoints % 2 == 1)
        interface.endpoints.push_back({endpoint_interrupt, usb::EndpointType::Interrupt, 8, 16, {}});
    // Some devices put it behind their last endpoint.
    auto& place_for_it = interface_class == 0xFF && !interface.endpoints.empty()
                             ? interface.endpoints.back().extra
                             : interface.extra;
    place_for_it.assign(descriptor.begin(), descriptor.end());
    return description;
}

std::vector<RecordedReader> golden_readers() {
    std::ifstream file(SCRM_GOLDEN_CCID "/descriptors.txt");
    std::vector<RecordedReader> readers;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line[0] != '#')
            readers.push_back(golden(line));
    if (readers.empty())
        throw std::runtime_error("tests/golden/ccid/descriptors.txt is missing");
    return readers;
}

RecordedReader golden_reader(const std::string& name) {
    const auto readers = golden_readers();
    const auto found = std::ranges::find_if(
        readers, [&](const RecordedReader& reader) { return reader.name.starts_with(name); });
    if (found == readers.end())
        throw std::runtime_error("no golden reader is called " + name);
    return *found;
}

std::vector<RecordedReader> all_recorded_readers() {
    std::ifstream file(SCRM_RECORDED_READERS);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty())
        return {};
    std::vector<RecordedReader> readers;
    const json::value data = json::parse(text);
    for (const json::value& reader : data.at("readers").as_array())
        for (const json::value& fields : reader.at("interfaces").as_array())
            readers.push_back(recorded(reader.as_object(), fields.as_object()));
    return readers;
}

}  // namespace scrm::fakes
