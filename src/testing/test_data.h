// Public data sets with known answers, in the folder that THROUGHLINE_TEST_DATA names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/json.h"

namespace throughline::testing {

// The folder of one data set; nothing where it is absent: the test is then skipped.
std::optional<std::string> test_data_folder(std::string_view name);

// What cannot be read fails the test. What ends in .gz is unpacked.
std::string read_test_file(const std::string& path);
codec::Json read_test_json(const std::string& path);
// Without the first row.
std::vector<std::vector<std::string>> read_test_csv(const std::string& path);

// The numbers of an array; NaN for null.
std::vector<double> numbers_of(const codec::Json& array);
const codec::Json& at(const codec::Json& value, std::initializer_list<std::string_view> keys);

}  // namespace throughline::testing
