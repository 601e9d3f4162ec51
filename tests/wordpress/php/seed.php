<?php
// Makes one of everything, and prints what: id, status and type by name.
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';

function lab_picture($name, $width, $height, $alt) {
    $image = imagecreatetruecolor($width, $height);
    for ($line = 0; $line < 24; $line++) {
        $colour = imagecolorallocate($image, $line * 10, 255 - $line * 10, $line * 37 % 256);
        imagefilledrectangle($image, $line * 17 % $width, 0, $line * 17 % $width + 30, $height, $colour);
    }
    ob_start();
    imagepng($image);
    $file = wp_upload_bits("$name.png", null, ob_get_clean(), '2024/01')['file'];
    $id = wp_insert_attachment(array('post_title' => $name, 'post_mime_type' => 'image/png', 'post_status' => 'inherit'), $file);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file));
    update_post_meta($id, '_wp_attachment_image_alt', $alt);
    return $id;
}

function lab_seed() {
    $home = home_url();
    wp_set_current_user(username_exists('admin'));
    wp_delete_post(1, true);   // what every new WordPress has: a post, a page, a draft
    wp_delete_post(2, true);
    wp_delete_post(3, true);
    $wide = lab_picture('harbour', 1400, 800, 'The harbour in the morning');
    $small = lab_picture('pier', 640, 480, 'A pier');
    $news = wp_insert_term('News', 'category')['term_id'];
    $local = wp_insert_term('Local & regional', 'category', array('parent' => $news))['term_id'];
    $text = '<p>The ferry leaves at nine, and nobody has seen the key. The tide turns twice a day, whoever looks at it, and the '
        . 'keeper of the light counts the boats in the evening, one by one, until the last is home and the lamp can be lit.</p>';
    $admin = username_exists('admin');
    $bo = username_exists('bo');
    $kinds = array(
        'plain' => array('A plain report from the harbour', $text),
        'by bo' => array('A report by another author', $text, 'post_author' => $bo),
        'linked' => array('Where the other reports are', "$text<p>See <a href=\"$home/?p=%plain%\">the plain report</a>.</p>"),
        'broken' => array('Links that are broken', "$text<p>The <a href=\"$home/status/404/\">old map</a> and the "
            . "<a href=\"$home/status/410/\">old timetable</a>.</p>"),
        'pictures' => array('Pictures from the library', "$text<figure class=\"wp-block-image\"><img src=\""
            . wp_get_attachment_url($small) . "\" alt=\"A pier\" class=\"wp-image-$small\"/></figure>", 'thumbnail' => $wide),
        'ampersand' => array('Salt & light in İstanbul 🎈', "<p>Türkçe: ğüşiöç. 日本語。</p>$text"),
        'untitled' => array('', $text),
        'sticky' => array('A report on top of all', $text, 'sticky' => true),
        'draft' => array('A draft without a date', $text, 'post_status' => 'draft'),
        'draft of bo' => array('A draft of another author', $text, 'post_status' => 'draft', 'post_author' => $bo),
        'pending' => array('Waiting for review', $text, 'post_status' => 'pending'),
        'private' => array('For members of the house', $text, 'post_status' => 'private'),
        'future' => array('Comes later', $text, 'post_status' => 'future', 'post_date' => '2037-05-06 10:00:00'),
        'protected' => array('Behind a password', "$text<p><a href=\"$home/status/404/protected/\">secret map</a></p>", 'post_password' => 'open-sesame'),
        'trash' => array('Thrown away', $text, 'post_status' => 'trash'),
        'page' => array('About the lab', $text, 'post_type' => 'page'),
        'child page' => array('Who we are', $text, 'post_type' => 'page', 'parent' => 'page'),
        'draft page' => array('A page in the making', $text, 'post_type' => 'page', 'post_status' => 'draft'),
        'recipe' => array('Bread with salt', $text, 'post_type' => 'lab_recipe'),
        'draft recipe' => array('Bread without salt', $text, 'post_type' => 'lab_recipe', 'post_status' => 'draft'),
        'hidden type' => array('Not in the API', $text, 'post_type' => 'lab_hidden'),
    );
    $made = array();
    $hour = 0;
    foreach ($kinds as $name => $kind) {
        $body = str_replace('%plain%', $made['plain']['id'] ?? 0, $kind[1]);
        $post = array('post_title' => $kind[0], 'post_content' => $body, 'post_status' => 'publish', 'post_type' => 'post', 'post_author' => $admin);
        $post = array_merge($post, array_filter($kind, function ($key) { return strpos((string) $key, 'post_') === 0; }, ARRAY_FILTER_USE_KEY));
        if ($post['post_status'] !== 'draft' && !isset($post['post_date'])) {
            $post['post_date'] = gmdate('Y-m-d H:i:s', strtotime('2024-01-03 12:00:00 UTC') + 3600 * 7 * ++$hour);
        }
        if (isset($kind['parent'])) {
            $post['post_parent'] = $made[$kind['parent']]['id'];
        }
        if ($post['post_type'] === 'post') {
            $post['post_category'] = array($news, $local);
            $post['tags_input'] = array('tides', "rock 'n' roll");
        }
        $id = wp_insert_post(wp_slash($post), true);
        if (is_wp_error($id)) {
            fwrite(STDERR, "$name: " . $id->get_error_message() . "\n");
            exit(1);
        }
        if (isset($kind['thumbnail'])) {
            set_post_thumbnail($id, $kind['thumbnail']);
        }
        if (isset($kind['sticky'])) {
            stick_post($id);
        }
        $made[$name] = array('id' => $id, 'status' => get_post_status($id), 'type' => $post['post_type']);
    }
    echo json_encode($made, JSON_UNESCAPED_UNICODE);
}
lab_seed();
