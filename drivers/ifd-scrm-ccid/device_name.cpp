#include "drivers/ifd-scrm-ccid/device_name.hpp"

#include <charconv>

namespace scrm::ifd_handler {
namespace {

// Reads a name piece by piece; what does not fit spoils the rest.
class Pieces {
  public:
    explicit Pieces(std::string_view name) : rest_(name) {}

    bool word(std::string_view expected) {
        if (!rest_.starts_with(expected))
            return false;
        rest_.remove_prefix(expected.size());
        return true;
    }
    template <class Number>
    bool number(Number& value, int base) {
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, base);
        if (error != std::errc())
            return false;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return true;
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
};

std::string three_digits(unsigned number) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

bool by_node(Pieces pieces, DeviceName& name) {
    if (!pieces.word("libudev:") || !pieces.number(name.interface, 10) || !pieces.word(":"))
        return false;
    name.node = pieces.rest();
    return name.node.starts_with('/');
}

bool by_numbers(Pieces pieces, DeviceName& name) {
    std::uint8_t bus = 0;
    std::uint8_t device = 0;
    if (!pieces.word("libusb-1.0:") || !pieces.number(bus, 10) || !pieces.word(":") ||
        !pieces.number(device, 10) || !pieces.word(":") || !pieces.number(name.interface, 10) ||
        !pieces.rest().empty())
        return false;
    name.node = "/dev/bus/usb/" + three_digits(bus) + '/' + three_digits(device);
    return true;
}

}  // namespace

std::optional<DeviceName> parse_device_name(std::string_view text) {
    constexpr int hexadecimal = 16;
    DeviceName name;
    Pieces pieces(text);
    if (!pieces.word("usb:") || !pieces.number(name.vendor, hexadecimal) || !pieces.word("/") ||
        !pieces.number(name.product, hexadecimal) || !pieces.word(":"))
        return std::nullopt;
    if (by_node(pieces, name) || by_numbers(pieces, name))
        return name;
    return std::nullopt;
}

}  // namespace scrm::ifd_handler
