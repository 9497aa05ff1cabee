#include "tocsin/formats/plain_text.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tocsin::formats {
namespace {

TEST(PlainText, GoodTextStaysAsItIs) {
  for (const std::string text : {"", "a", "line\nline", "K\xC3\xB6ln \xE2\x82\xAC \xF0\x9F\x9A\x80", "<b>&\"'</b>"})
    EXPECT_EQ(plain_text(text, 100), text);
}

TEST(PlainText, BytesThatAreNotUtf8AreReplacedOneByOne) {
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(plain_text("a\xFF"
                       "b",
                       100),
            "a" + bad + "b");
  EXPECT_EQ(plain_text("\xC0\x80", 100), bad + bad);                      // overlong
  EXPECT_EQ(plain_text("\xED\xA0\x80", 100), bad + bad + bad);            // surrogate
  EXPECT_EQ(plain_text("\xF4\x90\x80\x80", 100), bad + bad + bad + bad);  // beyond U+10FFFF
  EXPECT_EQ(plain_text("\xE2\x82", 100), bad + bad);                      // cut off
}

TEST(PlainText, ControlsBecomeSpacesAndDirectionMarksVanish) {
  EXPECT_EQ(plain_text(std::string("a\0b\x1B\x7F\t\rc", 8), 100), "a b    c");
  EXPECT_EQ(plain_text("a\xE2\x80\xAE"
                       "b\xE2\x81\xA6"
                       "c",
                       100),
            "abc");  // U+202E, U+2066
  EXPECT_EQ(plain_text("a\xEF\xBF\xBE"
                       "b",
                       100),
            "a b");  // U+FFFE, no XML character
}

TEST(PlainText, LongTextIsCutAtACharacter) {
  EXPECT_EQ(plain_text("abcdefgh", 8), "abcdefgh");
  EXPECT_EQ(plain_text("abcdefghi", 8), "abcde...");
  const std::string e = "\xE2\x82\xAC";
  EXPECT_EQ(plain_text(e + e + e + e + e, 4), e + "...");
  EXPECT_EQ(plain_text("abc", 0), "");
}

}  // namespace
}  // namespace tocsin::formats
