// Names readers as programs know them: "Friendly [interface] (serial) NN SS".
//
// NN tells readers of the same name apart, SS is the slot; both are hexadecimal. The lowest free NN is taken,
// so equal readers keep their names as long as they come in the same order.
#pragma once

#include <map>
#include <set>
#include <string>

#include "drivers/api/reader_device.hpp"

namespace scrm::readers {

/// A device's share of its slots' names, taken until it is given back.
struct ReservedName {
    std::string stem;
    unsigned number = 0;

    /// At most 127 bytes; a stem that is too long is cut between characters.
    [[nodiscard]] std::string for_slot(std::size_t slot) const;
};

class ReaderNames {
  public:
    ReservedName reserve(const drivers::ReaderIdentity& identity);
    void release(const ReservedName& name);

  private:
    std::map<std::string, std::set<unsigned>> taken_;
};

}  // namespace scrm::readers
