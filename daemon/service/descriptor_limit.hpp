// Every client is a descriptor, so as many as the system allows.
#pragma once

namespace scrm::service {

/// Raises the soft limit to the hard one, best effort.
void raise_descriptor_limit();

}  // namespace scrm::service
