<?php
// Adds N published posts and five drafts, in a few statements: with author, category, tag, featured picture, and text of
// some kilobytes with links that many of them share. Prints their ids. A negative N takes them away again, with what
// the tests have written meanwhile.
require __DIR__ . '/load.php';

function lab_bulk($count) {
    global $wpdb;
    if ($count < 0) {
        $ours = "(post_name LIKE 'bulk-%' OR post_title LIKE 'Restless %' OR post_title = 'Written meanwhile')";
        $ids = "SELECT ID FROM $wpdb->posts WHERE $ours";
        $wpdb->query("DELETE FROM $wpdb->postmeta WHERE post_id IN ($ids)");
        $wpdb->query("DELETE FROM $wpdb->term_relationships WHERE object_id IN ($ids)");
        $wpdb->query("DELETE FROM $wpdb->posts WHERE $ours");
        echo 'true';
        return;
    }
    $picture = (int) $wpdb->get_var("SELECT ID FROM $wpdb->posts WHERE post_type = 'attachment' LIMIT 1");
    $source = wp_get_attachment_url($picture);
    $category = (int) get_option('default_category');
    $tag = (int) (term_exists('bulk', 'post_tag') ?: wp_insert_term('bulk', 'post_tag'))['term_taxonomy_id'];
    $home = home_url();
    $wpdb->query('START TRANSACTION');
    $count += 5;
    for ($number = 1; $number <= $count; $number += 200) {
        $rows = array();
        for ($each = $number; $each < min($number + 200, $count + 1); $each++) {
            $paragraphs = '';
            for ($part = 1; $part <= 8; $part++) {
                $paragraphs .= "<p>Report $each, part $part: the ferry leaves at nine, the tide turns twice a day, and who came by "
                    . "boat $each tells of lights on the water. Nobody in harbour " . $each * $part . " had seen the key, nor the "
                    . "keeper, who counts the nets, mends what the winter tore, and writes both into a book with ruled lines.</p>\n";
            }
            $linked = $each % 20;
            $content = "$paragraphs<p>See <a href=\"$home/status/200/$linked/\">our map of pier $linked</a>"
                . " and <a href=\"$home/\">the front page of the lab</a>.</p>\n"
                . "<p><img src=\"$source\" alt=\"Coloured rectangles at pier $linked\" width=\"640\" height=\"480\"></p>";
            if ($each % 500 === 0) {
                $content .= "<p><a href=\"$home/status/404/$each/\">the timetable of boat $each</a></p>";
            }
            // Every third hundred is a bulk import: all its posts were changed in the same second.
            $day = intdiv($each, 100) % 3 === 2 ? intdiv($each, 100) * 100 : $each;
            $date = gmdate('Y-m-d H:i:s', strtotime('2023-01-01 09:00:00 UTC') + $day * 3600);
            $title = "Report $each from the harbour at pier $linked";
            $rows[] = $wpdb->prepare(
                "(%d, %s, %s, %s, %s, '', 'publish', 'closed', 'closed', %s, %s, %s, '', '', '', 'post', %s)",
                1 + $each % 3, get_date_from_gmt($date), $date, $content, $title, "bulk-$each", get_date_from_gmt($date), $date, "$home/?bulk=$each"
            );
        }
        $wpdb->query("INSERT INTO $wpdb->posts (post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt,
            post_status, comment_status, ping_status, post_name, post_modified, post_modified_gmt, to_ping, pinged,
            post_content_filtered, post_type, guid) VALUES " . implode(',', $rows));
    }
    $ids = "SELECT ID FROM $wpdb->posts WHERE post_name LIKE 'bulk-%'";
    $wpdb->query("INSERT INTO $wpdb->postmeta (post_id, meta_key, meta_value) SELECT ID, '_thumbnail_id', $picture FROM ($ids) AS bulk");
    foreach (array(get_term($category)->term_taxonomy_id, $tag) as $term) {
        $wpdb->query("INSERT INTO $wpdb->term_relationships (object_id, term_taxonomy_id) SELECT ID, $term FROM ($ids) AS bulk");
    }
    $wpdb->query("UPDATE $wpdb->posts SET post_status = 'draft' WHERE post_name LIKE 'bulk-%' ORDER BY ID DESC LIMIT 5");
    $wpdb->query('COMMIT');
    wp_update_term_count_now(array($tag), 'post_tag');
    foreach (array('publish', 'draft') as $status) {
        $made[$status] = array_map('intval', $wpdb->get_col("$ids AND post_status = '$status' ORDER BY ID"));
    }
    echo json_encode($made);
}
lab_bulk((int) $argv[2]);
