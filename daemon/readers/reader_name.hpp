// Names readers as programs know them: "Friendly [interface] (serial) NN SS".
//
// NN tells readers of the same name apart, SS is the slot; both are hexadecimal. The lowest free NN is taken,
// so equal readers keep their names as long as they come in the same order.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "drivers/api/reader_device.hpp"

namespace scrm::readers {

enum class NamePart : std::uint8_t { Shown, LeftOut };

/// What an administrator may want of names.
struct NameRules {
    NamePart interface_name = NamePart::Shown;
    NamePart serial = NamePart::Shown;
    /// Readers whose name has one of these in it are not served.
    std::vector<std::string> ignored = {};
    /// Comes behind every name, before its numbers.
    std::string extension = {};
};

/// A device's share of its slots' names, taken until it is given back.
struct ReservedName {
    std::string stem;
    unsigned number = 0;

    /// At most 127 bytes; a stem that is too long is cut between characters.
    [[nodiscard]] std::string for_slot(std::size_t slot) const;
};

class ReaderNames {
  public:
    explicit ReaderNames(NameRules rules = {}) : rules_(std::move(rules)) {}

    /// Nothing for a reader that is to be ignored.
    std::optional<ReservedName> reserve(const drivers::ReaderIdentity& identity);
    void release(const ReservedName& name);
    /// Whether `name` is what `identity` would be called.
    [[nodiscard]] bool suits(const ReservedName& name, const drivers::ReaderIdentity& identity) const;

  private:
    [[nodiscard]] std::string name_of(const drivers::ReaderIdentity& identity) const;
    [[nodiscard]] std::string stem_of(const std::string& name) const;

    NameRules rules_;
    std::map<std::string, std::set<unsigned>> taken_;
};

}  // namespace scrm::readers
